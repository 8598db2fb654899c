import { useNavigate } from "@tanstack/react-router";
import { Download, EllipsisVertical, Upload } from "lucide-react";
import { useCan } from "@/lib/permissions";
import { IconButton } from "@/ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/menu";
import { type Kind, saveList, type Things } from "./api";

interface ListActionsProps {
  what: Things;
  object: Kind;
  /** What the list on screen asks the server for. */
  query: Record<string, unknown>;
}

/** Bring records in from a file, and take the list as it is on screen out as one. */
export function ListActions({ what, object, query }: ListActionsProps) {
  const navigate = useNavigate();
  const brings = useCan("imports:write");
  const takes = useCan("exports:read");
  if (!brings && !takes) return null;
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label="Import or export" tone="plain">
          <EllipsisVertical aria-hidden />
        </IconButton>
      </MenuTrigger>
      <MenuContent>
        {brings && (
          <MenuItem onSelect={() => void navigate({ to: "/imports", search: { object } })}>
            <Upload aria-hidden /> Import from a file
          </MenuItem>
        )}
        {takes && (
          <MenuItem onSelect={() => void saveList(what, query)}>
            <Download aria-hidden /> Export this list
          </MenuItem>
        )}
      </MenuContent>
    </Menu>
  );
}
