import { useMemo } from "react";
import { count } from "@/lib/format";
import { NameCell } from "@/ui/grid-cells";
import { choice, words } from "@/ui/grid-columns";
import type { GridColumn } from "@/ui/grid-types";
import type { Company } from "./api";
import { useShared } from "./shared-columns";
import { sizes } from "./words";

const companyName: GridColumn<Company> = {
  ...words<Company, "name">("name", "Name", 240, { sort: true, required: true }),
  cell: (row) => (
    <NameCell to="/companies/$companyId" params={{ companyId: row.id }} name={row.name} note={row.domain} />
  ),
};

export const companyDefaults = ["name", "domain", "lifecycle", "industry", "city", "contacts", "owner"];

/** Every column that a list of companies can have, but those of admins. */
export function useCompanyColumns(): GridColumn<Company>[] {
  const { lifecycle, owner, tagged, team, times } = useShared<Company>();
  return useMemo(
    () => [
      companyName,
      words<Company, "domain">("domain", "Domain", 176, { sort: true }),
      lifecycle,
      words<Company, "industry">("industry", "Industry", 152, { sort: true }),
      choice<Company, "size">("size", "Size", 104, sizes),
      {
        id: "contacts",
        label: "Contacts",
        width: 104,
        numeric: true,
        cell: (row) => count(row.contact_count),
      },
      words<Company, "website">("website", "Website", 200, { type: "url" }),
      words<Company, "phone">("phone", "Phone", 152, { type: "tel" }),
      words<Company, "street">("street", "Street", 176),
      words<Company, "postal_code">("postal_code", "Postal code", 112),
      words<Company, "city">("city", "City", 136, { sort: true }),
      words<Company, "region">("region", "Region", 136),
      words<Company, "country">("country", "Country", 96, { sort: true }),
      tagged,
      owner,
      team,
      ...times,
    ],
    [lifecycle, owner, tagged, team, times],
  );
}
