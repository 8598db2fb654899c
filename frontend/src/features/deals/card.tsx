import { Link } from "@tanstack/react-router";
import { CalendarClock, GripVertical, MoreHorizontal } from "lucide-react";
import type { HTMLAttributes, KeyboardEvent, ReactNode } from "react";
import { cn } from "@/lib/cn";
import { money } from "@/lib/format";
import { Avatar } from "@/ui/avatar";
import { IconButton } from "@/ui/button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/ui/menu";
import { When } from "@/ui/time";
import { Age } from "./age";
import type { Deal, Stage } from "./api";

interface CardProps {
  deal: Deal;
  stages: Stage[];
  lifted?: boolean;
  ghost?: boolean;
  onHandleKey?: (event: KeyboardEvent) => void;
  onMoveTo?: (stageId: string) => void;
  grip?: HTMLAttributes<HTMLElement>;
  children?: ReactNode;
}

/** One deal on the board: whose, worth what, how long here, and what is next. */
export function Card({ deal, stages, lifted, ghost, onHandleKey, onMoveTo, grip, children }: CardProps) {
  return (
    <article
      aria-label={deal.title}
      {...grip}
      className={cn(
        "rounded-md border border-l-2 bg-surface p-2.5 text-sm select-none",
        deal.stale && "border-l-bad",
        lifted && "outline-2 outline-accent",
        ghost ? "cursor-grabbing shadow-pop" : deal.editable && "cursor-grab",
      )}
    >
      <div className="flex items-start gap-1">
        {deal.editable && (
          <button
            type="button"
            data-handle={deal.id}
            aria-label={`Move ${deal.title}`}
            aria-pressed={lifted ?? false}
            title="Space lifts the card, arrow keys move it, Space puts it down"
            onKeyDown={onHandleKey}
            className="relative -ml-1 rounded-sm py-0.5 text-subtle after:absolute after:-inset-3 hover:text-ink"
          >
            <GripVertical className="size-4" aria-hidden />
          </button>
        )}
        <Link
          to="/deals/$dealId"
          params={{ dealId: deal.id }}
          draggable={false}
          className="min-w-0 flex-1 font-medium break-words hover:underline"
        >
          {deal.title}
        </Link>
        {deal.editable && onMoveTo && (
          <Menu>
            <MenuTrigger asChild>
              <IconButton
                label={`Move ${deal.title} to …`}
                size="iconSm"
                className="-my-1 -mr-1 pointer-coarse:-my-2.5"
              >
                <MoreHorizontal aria-hidden />
              </IconButton>
            </MenuTrigger>
            <MenuContent>
              <MenuLabel>Move to</MenuLabel>
              {stages.map(({ id, name }) => (
                <MenuItem key={id} checked={id === deal.stage.id} onSelect={() => onMoveTo(id)}>
                  {name}
                </MenuItem>
              ))}
            </MenuContent>
          </Menu>
        )}
      </div>
      <p className="truncate text-muted">{whose(deal) ?? "No contact"}</p>
      <div className="mt-1.5 flex items-center gap-2 text-xs text-subtle">
        <span className="font-medium text-ink tabular-nums">{money(deal.amount, deal.currency)}</span>
        <Age deal={deal} />
        <span className="flex-1" />
        {deal.owner && <Avatar name={deal.owner.name} className="size-5 text-[0.625rem]" />}
      </div>
      {deal.next_activity_at && <NextActivity at={deal.next_activity_at} />}
      {children}
    </article>
  );
}

const whose = ({ company, contact }: Deal) =>
  company && contact ? `${company.name} · ${contact.name}` : (company ?? contact)?.name;

function NextActivity({ at }: { at: string }) {
  const late = new Date(at).getTime() < Date.now();
  return (
    <p className={cn("mt-1 flex items-center gap-1 text-xs", late ? "text-bad-text" : "text-muted")}>
      <CalendarClock className="size-3.5" aria-hidden /> Next <When at={at} />
    </p>
  );
}
