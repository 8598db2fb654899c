import { TriangleAlert } from "lucide-react";
import { cn } from "@/lib/cn";
import { When } from "@/ui/time";
import type { Deal } from "./api";

/** How long the deal is in its stage; a stale one says so in words too. */
export const Age = ({ deal }: { deal: Deal }) => (
  <span
    className={cn("inline-flex items-center gap-1", deal.stale && "font-medium text-bad-text")}
    title={`In ${deal.stage.name} since ${new Date(deal.stage_entered_at).toLocaleDateString()}`}
  >
    {deal.stale && <TriangleAlert className="size-3.5" aria-hidden />}
    <When at={deal.stage_entered_at} short />
    {deal.stale && "stale"}
  </span>
);
