import { Link } from "@tanstack/react-router";
import { Users } from "lucide-react";
import { useState } from "react";
import type { Contact } from "@/features/contacts/api";
import { MergeDialog } from "@/features/contacts/merge-dialog";
import { type Pair, useDismiss, useDuplicates, whys } from "@/features/contacts/merging";
import { rowsOf } from "@/lib/api";
import { useCan } from "@/lib/permissions";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Page, Section } from "@/ui/page";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { Back } from "./back";

/** Pairs of contacts that may be one person, the likeliest first. */
export function Duplicates() {
  const query = useDuplicates();
  const dismiss = useDismiss();
  const writes = useCan("contacts:write");
  const [merging, setMerging] = useState<[Contact, Contact]>();
  const pairs = rowsOf(query.data);
  return (
    <Page title="Duplicates" note="Who may be one person" actions={<Back to="/contacts" label="Contacts" />}>
      <Section title="Suggested">
        {query.isPending ? (
          <SkeletonRows />
        ) : query.isError ? (
          <Failed error={query.error} what="Duplicates" onRetry={() => void query.refetch()} />
        ) : pairs.length === 0 ? (
          <Empty icon={<Users aria-hidden />} title="No duplicates in sight">
            New contacts are compared with all others every minute.
          </Empty>
        ) : (
          <ul>
            {pairs.map((pair) => (
              <Suggested
                key={pair.id}
                pair={pair}
                writes={writes}
                onMerge={() => setMerging([pair.left, pair.right])}
                onDismiss={() => dismiss(pair)}
              />
            ))}
          </ul>
        )}
        {query.hasNextPage && (
          <div className="p-4">
            <Button onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
              Show more
            </Button>
          </div>
        )}
      </Section>
      <MergeDialog contacts={merging} onClose={() => setMerging(undefined)} />
    </Page>
  );
}

interface SuggestedProps {
  pair: Pair;
  writes: boolean;
  onMerge: () => void;
  onDismiss: () => void;
}

function Suggested({ pair, writes, onMerge, onDismiss }: SuggestedProps) {
  const { left, right, reasons } = pair;
  const names = `${left.name} and ${right.name}`;
  return (
    <li className="grid items-center gap-3 border-b px-4 py-3 last:border-0 md:grid-cols-[1fr_1fr_auto]">
      <Side contact={left} />
      <Side contact={right} />
      {writes && (
        <div className="flex flex-wrap gap-2 md:justify-end">
          {left.editable && right.editable && (
            <Button tone="primary" size="sm" onClick={onMerge} aria-label={`Merge ${names}`}>
              Merge
            </Button>
          )}
          {left.editable && (
            <Button size="sm" onClick={onDismiss} aria-label={`${names} are not the same`}>
              Not the same
            </Button>
          )}
        </div>
      )}
      <div className="flex flex-wrap gap-1.5 md:col-span-3">
        {reasons.map((why) => (
          <Badge key={why}>{whys[why]}</Badge>
        ))}
      </div>
    </li>
  );
}

const Side = ({ contact }: { contact: Contact }) => (
  <Link
    to="/contacts/$contactId"
    params={{ contactId: contact.id }}
    className="block min-w-0 rounded-md hover:underline"
  >
    <span className="block break-words font-medium">{contact.name}</span>
    <span className="block break-all text-sm text-muted">
      {[contact.email, contact.phone, contact.company?.name].filter(Boolean).join(" · ") || "No address"}
    </span>
  </Link>
);
