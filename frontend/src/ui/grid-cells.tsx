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
