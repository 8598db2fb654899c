import { peopleOf } from "@/features/contacts/refs";
import { useDealFields, usePeople, usePipelines } from "@/features/deals/api";
import { waysOf } from "@/features/deals/refs";
import { FilterBar } from "@/ui/filter-bar";

/** What deals can be filtered by, and what its ids stand for. */
export function useDealFilters() {
  const pipelines = usePipelines().data?.items ?? [];
  return {
    fields: useDealFields().data ?? [],
    refs: { ...peopleOf(usePeople().data), ...waysOf(pipelines) },
  };
}

interface DealFiltersProps {
  value: string[];
  onChange: (next: string[]) => void;
}

/** The filter of deals where they are no table. */
export const DealFilters = (props: DealFiltersProps) => <FilterBar {...useDealFilters()} {...props} />;
