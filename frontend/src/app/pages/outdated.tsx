import { getRouteApi, Link } from "@tanstack/react-router";
import { History } from "lucide-react";
import { type CorrectionStatus, useCorrections } from "@/features/corrections/api";
import { CorrectionCard } from "@/features/corrections/correction-card";
import { rowsOf } from "@/lib/api";
import { More } from "@/ui/more";
import { Page } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { Empty, Failed, SkeletonRows } from "@/ui/states";

const route = getRouteApi("/inside/outdated");

const shown: { value: CorrectionStatus; label: string }[] = [
  { value: "open", label: "Due" },
  { value: "sent", label: "Corrected" },
  { value: "dismissed", label: "Dismissed" },
  { value: "closed", label: "Not needed" },
];

/** Customers who were told what no longer holds, each with the mail that puts it right. */
export function Outdated() {
  const { status = "open" } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useCorrections(status);
  const rows = rowsOf(query.data);
  return (
    <Page
      title="Outdated quotes"
      note="What customers were told and has changed since, in threads that are still open."
      narrow
      centre
      actions={
        <Segmented<CorrectionStatus>
          label="Which corrections"
          value={status}
          onChange={(next) => void navigate({ search: { status: next === "open" ? undefined : next } })}
          options={shown}
        />
      }
    >
      {query.isPending ? (
        <SkeletonRows rows={4} className="h-24" />
      ) : query.isError && rows.length === 0 ? (
        <Failed error={query.error} what="The list" onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty
          icon={<History aria-hidden />}
          title={status === "open" ? "Everything that was stated still holds" : "Nothing here"}
        >
          When a price, the stock or an article changes, those who were told appear here by themselves.
        </Empty>
      ) : (
        <div className="grid gap-4">
          {rows.map((correction) => (
            <CorrectionCard
              key={correction.id}
              correction={correction}
              title={
                <Link
                  to="/inbox/$conversationId"
                  params={{ conversationId: correction.conversation.id }}
                  search={{ view: "all" }}
                  className="hover:underline"
                >
                  {correction.conversation.contact.name}
                  <span className="font-normal text-subtle"> · {correction.conversation.subject}</span>
                </Link>
              }
            />
          ))}
          <More query={query} />
        </div>
      )}
    </Page>
  );
}
