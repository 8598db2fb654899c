import { lazy, useMemo } from "react";
import { day, money, sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Line, NameCell } from "@/ui/grid-cells";
import { chosen, moment, named, words } from "@/ui/grid-columns";
import type { GridColumn } from "@/ui/grid-types";
import { Age } from "./age";
import { type Deal, moveDeal, usePeople, usePipelines } from "./api";
import { stagesOf } from "./refs";
import type { Standing } from "./stage-editor";
import { outcomeTones } from "./words";

const StageEditor = lazy(async () => ({ default: (await import("./stage-editor")).StageEditor }));

const title: GridColumn<Deal> = {
  ...words<Deal, "title">("title", "Title", 240, { sort: true, required: true }),
  cell: (deal) => (
    <NameCell to="/deals/$dealId" params={{ dealId: deal.id }} name={deal.title} note={deal.stage.name} />
  ),
};

interface Sum {
  amount: string;
  currency: string;
}

const amount: GridColumn<Deal> = {
  id: "amount",
  label: "Amount",
  width: 136,
  sort: "amount",
  numeric: true,
  brief: true,
  cell: (deal) => money(deal.amount, deal.currency),
  edit: {
    editor: { kind: "money" },
    value: ({ amount, currency }) => ({ amount, currency }) satisfies Sum,
    patch: (next) => ({ ...((next as Sum | null) ?? { amount: "0" }) }),
    put: (deal, next) => ({ ...deal, ...((next as Sum | null) ?? { amount: "0" }) }),
  },
};

const closes: GridColumn<Deal> = {
  ...words<Deal, "expected_close_on">("expected_close_on", "Expected close", 136, {
    sort: true,
    type: "date",
  }),
  cell: (deal) => <Line of={deal.expected_close_on && day(deal.expected_close_on)} />,
};

const plain: GridColumn<Deal>[] = [
  {
    id: "weighted",
    label: "Weighted",
    width: 136,
    numeric: true,
    cell: (deal) => money(deal.weighted, deal.currency),
  },
  {
    id: "probability",
    label: "Probability",
    width: 104,
    numeric: true,
    cell: (deal) => `${deal.stage.probability.toString()}%`,
  },
  closes,
  {
    id: "stage_entered_at",
    label: "Time in stage",
    width: 128,
    sort: "stage_entered_at",
    cell: (deal) => <Age deal={deal} />,
  },
  {
    id: "status",
    label: "Status",
    width: 96,
    cell: ({ status }) => <Badge tone={outcomeTones[status]}>{sentence(status)}</Badge>,
  },
  { id: "lost_reason", label: "Lost because", width: 176, cell: (deal) => <Line of={deal.lost_reason} /> },
  moment("next_activity_at", "Next activity"),
  moment("touched_at", "Last touched"),
  moment("closed_at", "Closed"),
  moment("created_at", "Created", true),
  moment("updated_at", "Changed", true),
];

const standing = ({ pipeline, stage, lost_reason }: Deal): Standing => ({
  pipelineId: pipeline.id,
  stage,
  lost_reason,
});

/** The stage, which a deal is moved to; many go to any but the lost one, for each is lost for its own reason. */
const stageColumn = (stages: ReturnType<typeof stagesOf>): GridColumn<Deal> => ({
  id: "stage",
  label: "Stage",
  width: 144,
  cell: (deal) => <Badge tone={outcomeTones[deal.status]}>{deal.stage.name}</Badge>,
  edit: {
    editor: { kind: "own", render: (props) => <StageEditor {...props} /> },
    value: standing,
    patch: (next) => ({ stage_id: (next as Standing).stage.id, lost_reason: (next as Standing).lost_reason }),
    put: (deal, next) => {
      const { stage, lost_reason } = next as Standing;
      return { ...deal, stage, lost_reason, status: stage.outcome };
    },
    send: ({ id, version }, patch, back) =>
      moveDeal(id, {
        back,
        stage_id: String(patch.stage_id),
        lost_reason: patch.lost_reason as string | null,
        version,
      }),
  },
  together: {
    editor: { kind: "choice", options: stages.filter(({ outcome }) => outcome !== "lost") },
    patch: (next) => ({ stage_id: next }),
  },
});

export const dealDefaults = [
  "title",
  "company",
  "stage",
  "amount",
  "expected_close_on",
  "owner",
  "stage_entered_at",
];

/** Every column that a list of deals can have, but those of admins. */
export function useDealColumns(): GridColumn<Deal>[] {
  const people = usePeople().data?.users;
  const pipelines = usePipelines().data?.items;
  return useMemo(() => {
    const users = (people ?? []).map(({ id, name }) => ({ value: id, label: name }));
    return [
      title,
      named<Deal, "contact">("contact", "Contact", 160),
      named<Deal, "company">("company", "Company", 176),
      named<Deal, "pipeline">("pipeline", "Pipeline", 128),
      stageColumn(stagesOf(pipelines ?? [])),
      amount,
      ...plain,
      chosen<Deal, "owner">("owner", "Owner", 140, users, "Nobody"),
      named<Deal, "team">("team", "Team", 128),
    ];
  }, [people, pipelines]);
}
