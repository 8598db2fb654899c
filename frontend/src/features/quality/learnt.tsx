import { plural } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Section } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { useConfidence } from "./api";

type Choice = "learnt" | "shipped";
type Fit = NonNullable<ReturnType<typeof useConfidence>["data"]>["fits"][number];

/** What the confidence was learnt from, and the way back to the shipped one. */
export function Learnt({ onChoose }: { onChoose?: (choice: Choice) => void }) {
  const query = useConfidence();
  const found = query.data;
  if (query.isPending) return <SkeletonRows rows={3} />;
  if (!found)
    return <Failed error={query.error} what="What was learnt" onRetry={() => void query.refetch()} />;
  const missing = found.fewest - found.decisions;
  return (
    <Section
      title="Learning from your decisions"
      note={
        missing > 0
          ? `The shipped fit is in use. Learning starts at ${found.fewest.toString()} decisions; ${missing.toString()} are missing.`
          : `Learnt anew every day from ${plural(found.decisions, "decision")}; used only where it fits held-out decisions no worse.`
      }
      aside={
        <Segmented<Choice>
          label="Which confidence is used"
          value={found.choice}
          disabled={!onChoose}
          onChange={(choice) => onChoose?.(choice)}
          options={[
            { value: "learnt", label: "Learnt", title: "Follow what people here decide" },
            { value: "shipped", label: "Shipped", title: "Stay with the fit that Mancrel came with" },
          ]}
        />
      }
    >
      {found.fits.length > 0 && (
        <ul>
          {found.fits.slice(0, 8).map((fit) => (
            <FitLine key={fit.version} fit={fit} used={found.in_use === `learnt-${fit.version.toString()}`} />
          ))}
        </ul>
      )}
    </Section>
  );
}

const FitLine = ({ fit, used }: { fit: Fit; used: boolean }) => (
  <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-b px-4 py-2 text-sm last:border-0">
    <span className="font-medium">Version {fit.version}</span>
    <Badge tone={used ? "ok" : "plain"}>{used ? "In use" : fit.adopted ? "Replaced" : "Not used"}</Badge>
    <span className="text-muted">from {plural(fit.decisions, "decision")}</span>
    <span className="text-muted tabular-nums">
      ECE {fit.shipped.ece.toFixed(3)} → {fit.learnt.ece.toFixed(3)}, Brier {fit.shipped.brier.toFixed(3)} →{" "}
      {fit.learnt.brier.toFixed(3)}
    </span>
    <When at={fit.created_at} className="text-xs text-subtle sm:ml-auto" />
    {!fit.adopted && <span className="w-full text-muted">{fit.reason}</span>}
  </li>
);
