import { Link, useNavigate } from "@tanstack/react-router";
import type { ColumnDef } from "@tanstack/react-table";
import { Building2, Users } from "lucide-react";
import { useMemo } from "react";
import { cn } from "@/lib/cn";
import { count } from "@/lib/format";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/badge";
import { DataTable, type ListQuery } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import type { Company, Contact } from "./api";
import { lifecycleTone } from "./words";

/** One line, cut where the column ends, so that every row is as high as the next. */
const Line = ({ of, className }: { of: string | null | undefined; className: string }) => (
  <span className={cn("block truncate", className)} title={of ?? undefined}>
    {of ?? "–"}
  </span>
);

const SHOWN_TAGS = 2;

const Tags = ({ tags }: { tags: string[] }) => (
  <span className="flex gap-1 whitespace-nowrap" title={tags.join(", ")}>
    {tags.slice(0, SHOWN_TAGS).map((tag) => (
      <Badge key={tag}>{tag}</Badge>
    ))}
    {tags.length > SHOWN_TAGS && <Badge>+{tags.length - SHOWN_TAGS}</Badge>}
  </span>
);

const contactColumns: ColumnDef<Contact>[] = [
  {
    id: "name",
    header: "Name",
    meta: { sort: "name" },
    cell: ({ row: { original } }) => (
      <span className="flex items-center gap-2.5">
        <Avatar name={original.name} />
        <span className="min-w-0 max-w-[54vw] sm:max-w-56">
          <Link
            to="/contacts/$contactId"
            params={{ contactId: original.id }}
            className="block truncate font-medium hover:underline"
          >
            {original.name}
          </Link>
          <span className="block truncate text-xs text-subtle sm:hidden">{original.email}</span>
        </span>
      </span>
    ),
  },
  {
    id: "email",
    header: "E-mail",
    meta: { className: "hidden sm:table-cell text-muted" },
    cell: ({ row: { original } }) => <Line of={original.email} className="max-w-56" />,
  },
  {
    id: "company",
    header: "Company",
    meta: { className: "hidden md:table-cell text-muted" },
    cell: ({ row: { original } }) => <Line of={original.company?.name} className="max-w-44" />,
  },
  {
    id: "lifecycle",
    header: "Lifecycle",
    meta: { className: "hidden sm:table-cell", sort: "lifecycle" },
    cell: ({ row: { original } }) => <Stage of={original.lifecycle} />,
  },
  {
    id: "tags",
    header: "Tags",
    meta: { className: "hidden xl:table-cell" },
    cell: ({ row: { original } }) => <Tags tags={original.tags} />,
  },
  {
    id: "owner",
    header: "Owner",
    meta: { className: "hidden lg:table-cell text-muted" },
    cell: ({ row: { original } }) => <Line of={original.owner?.name} className="max-w-32" />,
  },
  {
    id: "updated",
    header: "Changed",
    meta: { className: "text-right text-muted whitespace-nowrap", sort: "updated_at" },
    cell: ({ row: { original } }) => <When at={original.updated_at} short />,
  },
];

interface Column {
  key: string;
  label: string;
  numeric: boolean;
  sort: string | undefined;
  words: (custom: Record<string, unknown>) => string;
}

interface TableProps<Row> {
  rows: Row[];
  query: ListQuery;
  filtered: boolean;
  /** Columns that admins defined. */
  fields: Column[];
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
}

const Stage = ({ of }: { of: Contact["lifecycle"] }) =>
  of ? <Badge tone={lifecycleTone[of]}>{of}</Badge> : <span className="text-muted">–</span>;

/** The table's own columns and, before the last, those that admins defined. */
function withCustom<Row extends { custom: Record<string, unknown> }>(
  own: ColumnDef<Row>[],
  fields: Column[],
): ColumnDef<Row>[] {
  const defined = fields.map<ColumnDef<Row>>(({ key, label, numeric, sort, words }) => ({
    id: `custom.${key}`,
    header: label,
    meta: { className: "hidden 2xl:table-cell text-muted", numeric, sort },
    cell: ({ row: { original } }) => words(original.custom),
  }));
  return [...own.slice(0, -1), ...defined, ...own.slice(-1)];
}

export function ContactTable({ rows, query, filtered, fields, sort, onSort }: TableProps<Contact>) {
  const navigate = useNavigate();
  return (
    <DataTable
      label="Contacts"
      rows={rows}
      columns={useMemo(() => withCustom(contactColumns, fields), [fields])}
      sort={sort}
      onSort={onSort}
      query={query}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: "/contacts/$contactId", params: { contactId: id } })}
      empty={
        <Empty icon={<Users aria-hidden />} title={filtered ? "No contact matches" : "No contacts yet"}>
          {filtered
            ? "Try part of the name or address, or take a filter off."
            : "Whoever writes becomes a contact by itself, or create one."}
        </Empty>
      }
    />
  );
}

const companyColumns: ColumnDef<Company>[] = [
  {
    id: "name",
    header: "Name",
    meta: { sort: "name" },
    cell: ({ row: { original } }) => (
      <Link
        to="/companies/$companyId"
        params={{ companyId: original.id }}
        className="font-medium hover:underline"
      >
        {original.name}
      </Link>
    ),
  },
  {
    id: "domain",
    header: "Domain",
    meta: { className: "hidden sm:table-cell text-muted", sort: "domain" },
    cell: ({ row: { original } }) => original.domain ?? "–",
  },
  {
    id: "lifecycle",
    header: "Lifecycle",
    meta: { className: "hidden sm:table-cell", sort: "lifecycle" },
    cell: ({ row: { original } }) => <Stage of={original.lifecycle} />,
  },
  {
    id: "industry",
    header: "Industry",
    meta: { className: "hidden lg:table-cell text-muted", sort: "industry" },
    cell: ({ row: { original } }) => original.industry ?? "–",
  },
  {
    id: "city",
    header: "City",
    meta: { className: "hidden md:table-cell text-muted", sort: "city" },
    cell: ({ row: { original } }) => original.city ?? "–",
  },
  {
    id: "contacts",
    header: "Contacts",
    meta: { numeric: true },
    cell: ({ row: { original } }) => count(original.contact_count),
  },
  {
    id: "owner",
    header: "Owner",
    meta: { className: "hidden md:table-cell text-muted" },
    cell: ({ row: { original } }) => <Line of={original.owner?.name} className="max-w-32" />,
  },
];

export function CompanyTable({ rows, query, filtered, fields, sort, onSort }: TableProps<Company>) {
  const navigate = useNavigate();
  return (
    <DataTable
      label="Companies"
      rows={rows}
      columns={useMemo(() => withCustom(companyColumns, fields), [fields])}
      sort={sort}
      onSort={onSort}
      query={query}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: "/companies/$companyId", params: { companyId: id } })}
      empty={
        <Empty icon={<Building2 aria-hidden />} title={filtered ? "No company matches" : "No companies yet"}>
          {filtered
            ? "Try part of the name or domain, or take a filter off."
            : "Create one, and its people are linked by their mail domain."}
        </Empty>
      }
    />
  );
}
