import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { SortableContext, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { GripVertical, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { cn } from "@/lib/cn";
import { IconButton } from "@/ui/button";
import { Input } from "@/ui/field";
import { type Draft, placed } from "./pipelines";

interface StageRowsProps {
  stages: Draft[];
  onChange: (stages: Draft[]) => void;
}

/** The stages in order: moved by mouse, finger, or the arrow keys on their handles. */
export function StageRows({ stages, onChange }: StageRowsProps) {
  const [said, setSaid] = useState("");
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 150, tolerance: 8 } }),
  );
  const move = (from: number, to: number) => {
    const moved = placed(stages, from, to);
    if (moved === stages) return;
    onChange(moved);
    setSaid(
      `${stages[from]?.name || "The new stage"}: place ${(to + 1).toString()} of ${stages.length.toString()}`,
    );
  };
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    const place = (key: unknown) => stages.findIndex((stage) => stage.key === key);
    if (over) move(place(active.id), place(over.id));
  };
  const openOnes = stages.filter(({ outcome }) => outcome === "open").length;
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">Stages</legend>
      <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd}>
        <SortableContext items={stages.map(({ key }) => key)} strategy={verticalListSortingStrategy}>
          <ol className="grid gap-2">
            {stages.map((stage, place) => (
              <StageRow
                key={stage.key}
                stage={stage}
                place={place}
                removable={stage.outcome === "open" && openOnes > 1}
                onMove={(by) => move(place, place + by)}
                onChange={(next) => onChange(stages.map((one) => (one.key === stage.key ? next : one)))}
                onRemove={() => onChange(stages.filter((one) => one.key !== stage.key))}
              />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      <p className="sr-only" aria-live="polite">
        {said}
      </p>
      <p className="mt-2 text-sm text-subtle">
        Drag a stage by its handle, or focus the handle and press the arrow keys. A deal that rests in a stage
        for longer than its days counts as stale.
      </p>
    </fieldset>
  );
}

interface StageRowProps {
  stage: Draft;
  place: number;
  removable: boolean;
  onMove: (by: number) => void;
  onChange: (stage: Draft) => void;
  onRemove: () => void;
}

function StageRow({ stage, place, removable, onMove, onChange, onRemove }: StageRowProps) {
  const { setNodeRef, setActivatorNodeRef, listeners, transform, transition, isDragging } = useSortable({
    id: stage.key,
  });
  const name = stage.name || `stage ${(place + 1).toString()}`;
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    onMove(by);
  };
  return (
    <li
      ref={setNodeRef}
      style={{
        transform: transform ? `translate3d(0, ${transform.y.toString()}px, 0)` : undefined,
        transition,
      }}
      className={cn(
        "flex flex-wrap items-center gap-x-2 gap-y-1.5 rounded-md border bg-surface p-2",
        isDragging && "relative z-10 shadow-pop",
      )}
    >
      <button
        type="button"
        ref={setActivatorNodeRef}
        {...listeners}
        onKeyDown={onKeyDown}
        aria-label={`Move ${name}`}
        title="Drag, or press the arrow keys"
        className="grid size-8 shrink-0 cursor-grab touch-none place-items-center rounded-md text-subtle hover:bg-hover hover:text-ink"
      >
        <GripVertical className="size-4" aria-hidden />
      </button>
      <Input
        aria-label={`Name of ${name}`}
        value={stage.name}
        maxLength={200}
        onChange={({ target }) => onChange({ ...stage, name: target.value })}
        className="min-w-0 flex-1 basis-32"
      />
      <Figures name={name} stage={stage} onChange={onChange} />
      <IconButton
        label={`Leave out ${name}`}
        size="iconSm"
        onClick={onRemove}
        disabled={!removable}
        className="ml-auto"
      >
        <X aria-hidden />
      </IconButton>
    </li>
  );
}

interface FiguresProps {
  name: string;
  stage: Draft;
  onChange: (stage: Draft) => void;
}

/** How likely a deal in a stage is won, and when it is stale; what is won or lost is neither. */
function Figures({ name, stage, onChange }: FiguresProps) {
  if (stage.outcome !== "open") {
    return (
      <span className="w-44 text-sm text-muted">
        {stage.outcome === "won" ? "What is won" : "What is lost"}
      </span>
    );
  }
  const days = stage.stale_after_days;
  return (
    <span className="flex w-44 items-center gap-1 text-sm text-muted">
      <Input
        type="number"
        min={0}
        max={100}
        aria-label={`Probability of ${name} in percent`}
        value={stage.probability}
        onChange={({ target }) => onChange({ ...stage, probability: Number(target.value) })}
        className="w-14 px-1.5"
      />
      %
      <Input
        type="number"
        min={1}
        max={3650}
        aria-label={`Days until ${name} is stale`}
        placeholder="–"
        value={days ?? ""}
        onChange={({ target }) =>
          onChange({ ...stage, stale_after_days: target.value ? Number(target.value) : null })
        }
        className="w-14 px-1.5"
      />
      days
    </span>
  );
}
