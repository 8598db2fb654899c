import { Download } from "lucide-react";
import { MenuItem } from "@/ui/menu";
import type { Format, Things } from "./saving";

interface ExportItemsProps {
  what: Things;
  /** What the list on screen asks the server for. */
  query: Record<string, unknown>;
}

/** The list as it is on screen, as a file of either kind. */
export function ExportItems({ what, query }: ExportItemsProps) {
  const take = (format: Format) =>
    void import("./saving").then(({ saveList }) => saveList(what, query, format));
  return (
    <>
      <MenuItem onSelect={() => take("csv")}>
        <Download aria-hidden /> Export as CSV
      </MenuItem>
      <MenuItem onSelect={() => take("xlsx")}>
        <Download aria-hidden /> Export for Excel (XLSX)
      </MenuItem>
    </>
  );
}
