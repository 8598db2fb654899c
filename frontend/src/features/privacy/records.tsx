import { Eraser, FileDown } from "lucide-react";
import { Badge } from "@/ui/badge";
import { Section } from "@/ui/page";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { type Erasure, useErasures, useExports } from "./api";
import { ExportRows } from "./export-rows";
import { reasons, told } from "./words";

/** Who took out everything about whom. */
export function Exports() {
  const query = useExports();
  const rows = query.data?.items ?? [];
  return (
    <Section title="Exports of personal data" note="Files are kept for 7 days, for whoever asked">
      {query.isPending ? (
        <SkeletonRows rows={3} />
      ) : query.isError ? (
        <Failed error={query.error} what="Exports" onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty icon={<FileDown aria-hidden />} title="No exports yet">
          Open a contact and choose Export everything from its menu.
        </Empty>
      ) : (
        <ExportRows rows={rows} named />
      )}
    </Section>
  );
}

/** That people were erased; nothing here leads to them. */
export function Erasures() {
  const query = useErasures();
  const rows = query.data?.items ?? [];
  return (
    <Section title="Erasures" note="Who was erased is not kept, only that, why and by whom">
      {query.isPending ? (
        <SkeletonRows rows={3} />
      ) : query.isError ? (
        <Failed error={query.error} what="Erasures" onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty icon={<Eraser aria-hidden />} title="Nobody was erased yet">
          Open a contact and choose Erase this person from its menu.
        </Empty>
      ) : (
        <ul>
          {rows.map((one) => (
            <ErasureRow key={one.id} one={one} />
          ))}
        </ul>
      )}
    </Section>
  );
}

const stands = {
  running: { tone: "info", label: "Under way" },
  done: { tone: "ok", label: "Erased" },
  failed: { tone: "bad", label: "Stopped" },
} as const;

const ErasureRow = ({ one }: { one: Erasure }) => (
  <li className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b px-4 py-2.5 last:border-0">
    <span className="min-w-0 flex-1">
      <span className="block font-medium">{reasons[one.reason]}</span>
      <span className="block text-sm text-muted">
        <When at={one.created_at} /> {one.by && `by ${one.by.name}`} · subject {one.subject_id.slice(0, 8)}
      </span>
      <span className="block text-sm text-subtle">
        {told(one.counts)
          .map(({ text }) => text)
          .join(", ")}
      </span>
      {one.error && <span className="block text-sm text-bad-text">{one.error}</span>}
    </span>
    <Badge tone={stands[one.status].tone}>{stands[one.status].label}</Badge>
  </li>
);
