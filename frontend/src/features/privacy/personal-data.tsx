import { EllipsisVertical, Eraser, FileDown } from "lucide-react";
import { useState } from "react";
import { useCan } from "@/lib/permissions";
import { IconButton } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/ui/menu";
import { EraseForm } from "./erase-form";
import { ExportPerson } from "./export-person";

interface PersonalDataProps {
  contact: { id: string; name: string };
  onErasing: () => void;
}

/** Take out everything about a person, or erase it. */
export function PersonalData({ contact, onErasing }: PersonalDataProps) {
  const [open, setOpen] = useState<"export" | "erase">();
  const exports = useCan("privacy:read");
  const erases = useCan("privacy:write");
  const onOpenChange = (is: boolean) => !is && setOpen(undefined);
  if (!exports) return null;
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <IconButton label="Personal data" tone="plain">
            <EllipsisVertical aria-hidden />
          </IconButton>
        </MenuTrigger>
        <MenuContent>
          <MenuLabel>Personal data</MenuLabel>
          <MenuItem onSelect={() => setOpen("export")}>
            <FileDown aria-hidden /> Export everything…
          </MenuItem>
          {erases && (
            <MenuItem danger onSelect={() => setOpen("erase")}>
              <Eraser aria-hidden /> Erase this person…
            </MenuItem>
          )}
        </MenuContent>
      </Menu>
      <Dialog
        open={open === "export"}
        onOpenChange={onOpenChange}
        title={`Export everything about ${contact.name}`}
        description="One file with what you may see of them. It is kept for 7 days, for you alone."
      >
        <ExportPerson contact={contact} />
      </Dialog>
      <Dialog
        open={open === "erase"}
        onOpenChange={onOpenChange}
        title={`Erase ${contact.name}`}
        description="Nobody can undo this."
      >
        <EraseForm contact={contact} onErasing={onErasing} onKeep={() => setOpen(undefined)} />
      </Dialog>
    </>
  );
}
