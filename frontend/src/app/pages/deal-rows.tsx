import { useNavigate } from "@tanstack/react-router";
import { useCustomColumns } from "@/features/custom-fields/columns";
import type { Deal } from "@/features/deals/api";
import { dealDefaults, useDealColumns } from "@/features/deals/deal-columns";
import { useColumnsOf } from "./columns-of";
import { DealCreator } from "./deal-creator";
import { useDealFilters } from "./deal-filters";
import { NoRecords } from "./no-records";
import { RecordTable, type RecordTableProps } from "./record-table";

type DealRowsProps = Pick<RecordTableProps<Deal>, "state" | "onSearch" | "asked" | "query" | "onBegun">;

/** The deals as rows of a table that one shapes. */
export function DealRows(props: DealRowsProps) {
  const navigate = useNavigate();
  return (
    <RecordTable<Deal>
      {...props}
      {...useDealFilters()}
      {...useColumnsOf(useDealColumns(), useCustomColumns<Deal>("deal"), dealDefaults)}
      kind="deals"
      title="Deals"
      nameOf={({ title }) => title}
      onOpen={({ id }) => void navigate({ to: "/deals/$dealId", params: { dealId: id } })}
      empty={(onAll) => <NoRecords object="deal" onAll={onAll} creator={<DealCreator label="New deal" />} />}
    />
  );
}
