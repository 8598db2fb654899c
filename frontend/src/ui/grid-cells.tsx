import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Badge } from "./badge";

/** One line, cut where the column ends, so that every row is as high as the next. */
export const Line = ({ of, className }: { of: string | null | undefined; className?: string }) =>
  of ? (
    <span className={cn("block truncate text-muted", className)} title={of}>
      {of}
    </span>
  ) : (
    <span className="text-subtle">–</span>
  );

interface NameCellProps extends Pick<LinkProps, "to" | "params"> {
  name: string;
  /** What is said beneath it where there is no room for columns. */
  note: string | null;
  /** What stands before it. */
  mark?: ReactNode;
}

/** What a row is called, and the way to its page. */
export const NameCell = ({ to, params, name, note, mark }: NameCellProps) => (
  <span className="flex items-center gap-2.5">
    {mark}
    <span className="min-w-0">
      <Link to={to} params={params} tabIndex={-1} className="block truncate font-medium hover:underline">
        {name}
      </Link>
      <span className="block truncate text-xs text-subtle sm:hidden">{note}</span>
    </span>
  </span>
);

const SHOWN_TAGS = 2;

export const TagList = ({ tags }: { tags: string[] }) =>
  tags.length > 0 ? (
    <span className="flex gap-1 whitespace-nowrap" title={tags.join(", ")}>
      {tags.slice(0, SHOWN_TAGS).map((tag) => (
        <Badge key={tag} className="min-w-0 shrink">
          <span className="truncate">{tag}</span>
        </Badge>
      ))}
      {tags.length > SHOWN_TAGS && <Badge>+{tags.length - SHOWN_TAGS}</Badge>}
    </span>
  ) : (
    <span className="text-subtle">–</span>
  );
