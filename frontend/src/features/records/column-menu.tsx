import { Columns3 } from "lucide-react";
import { useState } from "react";
import { later, useLater } from "@/lib/later";
import { Button } from "@/ui/button";
import { Popover } from "@/ui/popover";
import type { ColumnListProps } from "./column-list";

const list = later(() => import("./column-list"));

/** Which columns a list shows, and in what order. */
export function ColumnMenu(props: ColumnListProps) {
  const [open, setOpen] = useState(false);
  const parts = useLater(list, open);
  return (
    <Popover
      label="Columns"
      className="max-h-[70vh] w-72 overflow-y-auto p-2"
      needs={list}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm">
          <Columns3 aria-hidden /> Columns
        </Button>
      }
    >
      {parts && <parts.ColumnList {...props} />}
    </Popover>
  );
}
