import { useNavigate } from "@tanstack/react-router";
import { EllipsisVertical, History, Upload } from "lucide-react";
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
  /** Show what was changed of many of them at once. */
  onLookBack?: () => void;
  /** What else can be done with the list. */
  children?: ReactNode;
}

/** Bring records in from a file, and take the list as it is on screen out as one. */
export function ListActions({ what, object, query, onLookBack, children }: ListActionsProps) {
  const navigate = useNavigate();
  const brings = useCan("imports:write");
  const takes = useCan("exports:read");
  if (!brings && !takes && !onLookBack && !children) return null;
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
        {onLookBack && (
          <MenuItem onSelect={onLookBack}>
            <History aria-hidden /> Changes of many at once
          </MenuItem>
        )}
      </MenuContent>
    </Menu>
  );
}
