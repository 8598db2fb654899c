import { TriangleAlert } from "lucide-react";
import { opWord } from "@/lib/filter-words";
import { readFilter } from "@/lib/filters";
import { Notice } from "@/ui/states";
import type { View } from "./api";
import type { ViewState } from "./view-state";

/** What a view names that is gone by now, and that a view itself is. */
export function LeftOut({ state: { active, gone } }: { state: ViewState }) {
  if (gone) {
    return (
      <Notice tone="warn" icon={<TriangleAlert aria-hidden />} className="rounded-none px-4 md:px-6">
        This view was deleted, or is not shared with you. All records are shown.
      </Notice>
    );
  }
  if (!active || active.left_out.length === 0) return null;
  return (
    <Notice tone="warn" icon={<TriangleAlert aria-hidden />} className="rounded-none px-4 md:px-6">
      This view is shown without {active.left_out.map(words).join("; ")}: what it names is gone.
    </Notice>
  );
}

function words({ part, value }: View["left_out"][number]): string {
  if (part !== "filter") return `the ${part} “${named(value.replace(/^-/, ""))}”`;
  const { field, op, values } = readFilter(value);
  return `the filter “${[named(field), opWord(op, "text"), values.join(", ")].join(" ").trim()}”`;
}

const named = (field: string) => field.replace(/^custom\./, "").replaceAll("_", " ");
