import { useNavigate } from "@tanstack/react-router";
import { EllipsisVertical, Upload } from "lucide-react";
import type { ReactNode } from "react";
import { useCan } from "@/lib/permissions";
import { IconButton } from "@/ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/menu";
import type { Kind } from "./api";
import { ExportItems } from "./export-items";
import type { Things } from "./saving";

interface ListActionsProps {
  what: Things;
  object: Kind;
  /** What the list on screen asks the server for. */
  query: Record<string, unknown>;
  /** What else can be done with the list. */
  children?: ReactNode;
}

/** Bring records in from a file, and take the list as it is on screen out as one. */
export function ListActions({ what, object, query, children }: ListActionsProps) {
  const navigate = useNavigate();
  const brings = useCan("imports:write");
  const takes = useCan("exports:read");
  if (!brings && !takes && !children) return null;
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label="Import, export and more" tone="plain">
          <EllipsisVertical aria-hidden />
        </IconButton>
      </MenuTrigger>
      <MenuContent>
        {brings && (
          <MenuItem onSelect={() => void navigate({ to: "/imports", search: { object } })}>
            <Upload aria-hidden /> Import from a file
          </MenuItem>
        )}
        {takes && <ExportItems what={what} query={query} />}
        {children}
      </MenuContent>
    </Menu>
  );
}
