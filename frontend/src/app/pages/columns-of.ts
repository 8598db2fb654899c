import { useMemo } from "react";
import { useMedia } from "@/lib/media";
import type { GridColumn } from "@/ui/grid-types";

/** All columns of a list, and those that it has by itself: as many as fit, the fields of admins last. */
export function useColumnsOf<Row>(own: GridColumn<Row>[], custom: GridColumn<Row>[], usual: string[]) {
  const wide = useMedia("(min-width: 1280px)");
  const widest = useMedia("(min-width: 1536px)");
  return useMemo(() => {
    const sorting = custom.filter(({ sort }) => sort).map(({ id }) => id);
    return {
      columns: [...own, ...custom],
      defaults: wide ? [...usual, ...(widest ? sorting : [])] : usual.slice(0, 5),
    };
  }, [own, custom, usual, wide, widest]);
}
