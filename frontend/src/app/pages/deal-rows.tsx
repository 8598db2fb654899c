import { useNavigate } from "@tanstack/react-router";
import { Handshake } from "lucide-react";
import { useCustomColumns } from "@/features/custom-fields/columns";
import type { Deal } from "@/features/deals/api";
import { dealDefaults, useDealColumns } from "@/features/deals/deal-columns";
import { Empty } from "@/ui/states";
import { useColumnsOf } from "./columns-of";
import { useDealFilters } from "./deal-filters";
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
      empty={(filtered) => (
        <Empty icon={<Handshake aria-hidden />} title={filtered ? "No deal matches" : "No deals yet"}>
          {filtered
            ? "Try part of the title or name, or take a filter off."
            : "Make one from a message, or create one here."}
        </Empty>
      )}
    />
  );
}
