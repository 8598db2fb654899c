import { lazy, useMemo } from "react";
import { language, sentence } from "@/lib/format";
import { Avatar } from "@/ui/avatar";
import { Line, NameCell } from "@/ui/grid-cells";
import { choice, words } from "@/ui/grid-columns";
import type { GridColumn } from "@/ui/grid-types";
import type { Contact } from "./api";
import { useShared } from "./shared-columns";
import { purposes, sources } from "./words";

const CompanyEditor = lazy(async () => ({ default: (await import("./company-editor")).CompanyEditor }));

const yesNo = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];

/** A column of yes or no. */
const flag = (id: "ai_paused" | "do_not_contact", label: string): GridColumn<Contact> => ({
  id,
  label,
  width: 168,
  cell: (row) => <Line of={row[id] ? "Yes" : undefined} />,
  edit: {
    editor: { kind: "choice", options: yesNo },
    value: (row) => String(row[id]),
    patch: (next) => ({ [id]: next === "true" || next === true }),
    put: (row, next) => ({ ...row, [id]: next === "true" || next === true }),
  },
});

const employer: GridColumn<Contact> = {
  id: "company",
  label: "Company",
  width: 176,
  cell: (row) => <Line of={row.company?.name} />,
  edit: {
    editor: { kind: "own", render: (props) => <CompanyEditor {...props} /> },
    value: (row) => row.company,
    patch: (next) => ({ company_id: (next as Contact["company"])?.id ?? null }),
    put: (row, next) => ({ ...row, company: next as Contact["company"] }),
  },
};

const contactName: GridColumn<Contact> = {
  ...words<Contact, "name">("name", "Name", 220, { sort: true, required: true }),
  cell: (row) => (
    <NameCell
      to="/contacts/$contactId"
      params={{ contactId: row.id }}
      name={row.name}
      note={row.email}
      mark={<Avatar name={row.name} />}
    />
  ),
};

export const contactDefaults = ["name", "email", "company", "lifecycle", "tags", "owner", "updated_at"];

/** Every column that a list of contacts can have, but those of admins. */
export function useContactColumns(): GridColumn<Contact>[] {
  const { lifecycle, owner, tagged, team, times } = useShared<Contact>();
  return useMemo(
    () => [
      contactName,
      { id: "email", label: "E-mail", width: 208, cell: (row) => <Line of={row.email} /> },
      { id: "phone", label: "Phone", width: 152, cell: (row) => <Line of={row.phone} /> },
      employer,
      lifecycle,
      tagged,
      owner,
      team,
      choice<Contact, "source">("source", "Source", 120, sources, true),
      {
        ...words<Contact, "language">("language", "Language", 120, { sort: true }),
        cell: (row) => <Line of={row.language && language(row.language)} />,
      },
      flag("ai_paused", "Automatic replies off"),
      flag("do_not_contact", "Do not contact"),
      ...Object.entries(purposes).map<GridColumn<Contact>>(([purpose, label]) => ({
        id: `consent.${purpose}`,
        label,
        width: 168,
        cell: (row) => <Line of={sentence(row.consent[purpose] ?? "unknown")} />,
      })),
      ...times,
    ],
    [lifecycle, owner, tagged, team, times],
  );
}
