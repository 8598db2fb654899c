import { Link } from "@tanstack/react-router";
import { Building2, Search, Users } from "lucide-react";
import { useState } from "react";
import { MergeDialog } from "@/features/contacts/merge-dialog";
import { noteOf } from "@/features/contacts/merge-rows";
import {
  type Kind,
  kinds,
  type Mergeable,
  type Pair,
  useDismiss,
  useDuplicateSearch,
  useDuplicates,
  whys,
} from "@/features/contacts/merging";
import { rowsOf, type Schema } from "@/lib/api";
import { count } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Page, Section } from "@/ui/page";
import { Empty, Failed, Notice, SkeletonRows } from "@/ui/states";
import { TabLinks } from "@/ui/tabs";
import { Back } from "./back";

export const DuplicateContacts = () => <Duplicates kind="contacts" />;
export const DuplicateCompanies = () => <Duplicates kind="companies" />;

const tabs = [
  { label: "Contacts", to: "/contacts/duplicates" },
  { label: "Companies", to: "/companies/duplicates" },
] as const;
const spoken = {
  contacts: { note: "Who may be one person", back: "Contacts", icon: <Users aria-hidden /> },
  companies: { note: "What may be one company", back: "Companies", icon: <Building2 aria-hidden /> },
};

/** Pairs of records that may be one, the likeliest first. */
function Duplicates({ kind }: { kind: Kind }) {
  const search = useDuplicateSearch(kind).data;
  const searching = search !== undefined && search.waiting !== 0;
  const query = useDuplicates(kind, searching);
  const dismiss = useDismiss(kind);
  const writes = useCan(`${kind}:write`);
  const [merging, setMerging] = useState<[Mergeable, Mergeable]>();
  const { note, back, icon } = spoken[kind];
  const pairs = rowsOf<Pair>(query.data);
  return (
    <Page
      title="Duplicates"
      note={note}
      tabs={<TabLinks label="Duplicates" tabs={[...tabs]} />}
      actions={<Back to={`/${kind}`} label={back} />}
    >
      {searching && <Searching kind={kind} {...search} />}
      <Section title="Suggested">
        {query.isPending ? (
          <SkeletonRows />
        ) : query.isError ? (
          <Failed error={query.error} what="Duplicates" onRetry={() => void query.refetch()} />
        ) : pairs.length === 0 ? (
          <Empty icon={icon} title={searching ? "No duplicates found so far" : "No duplicates in sight"}>
            New {kinds[kind].plural} are compared with all others every minute.
          </Empty>
        ) : (
          <ul>
            {pairs.map((pair) => (
              <Suggested
                key={pair.id}
                kind={kind}
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
      <MergeDialog kind={kind} records={merging} onClose={() => setMerging(undefined)} />
    </Page>
  );
}

/** That the search is still under way, and how much is before it. */
const Searching = ({ kind, waiting }: { kind: Kind } & Schema["DuplicateSearchOut"]) => (
  <div role="status" className="mb-4">
    <Notice icon={<Search aria-hidden />}>
      Duplicates are still being looked for: {waiting === null ? "more than 10,000" : count(waiting)}{" "}
      {kinds[kind].plural} have yet to be compared.
    </Notice>
  </div>
);

interface SuggestedProps {
  kind: Kind;
  pair: Pair;
  writes: boolean;
  onMerge: () => void;
  onDismiss: () => void;
}

function Suggested({ kind, pair, writes, onMerge, onDismiss }: SuggestedProps) {
  const { left, right, reasons } = pair;
  const names = `${left.name} and ${right.name}`;
  return (
    <li className="grid items-center gap-3 border-b px-4 py-3 last:border-0 md:grid-cols-[1fr_1fr_auto]">
      <Side kind={kind} record={left} />
      <Side kind={kind} record={right} />
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

function Side({ kind, record }: { kind: Kind; record: Mergeable }) {
  const to =
    kind === "contacts"
      ? ({ to: "/contacts/$contactId", params: { contactId: record.id } } as const)
      : ({ to: "/companies/$companyId", params: { companyId: record.id } } as const);
  return (
    <Link {...to} className="block min-w-0 rounded-md hover:underline">
      <span className="block break-words font-medium">{record.name}</span>
      <span className="block wrap-anywhere text-sm text-muted">
        {noteOf(record) || (kind === "contacts" ? "No address" : "No domain")}
      </span>
    </Link>
  );
}
