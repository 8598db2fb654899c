import { useState } from "react";
import { percent } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { Input } from "@/ui/field";
import { Section } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { Failed, Notice, SkeletonRows } from "@/ui/states";
import { type AssistantSettings, type Everything, useAssistant, useChangeAssistant } from "./api";
import { Disclosure } from "./disclosure";
import { IntentModes } from "./intent-modes";

const everything: { value: Everything; label: string; note: string }[] = [
  { value: "on", label: "On", note: "Replies that are sure enough leave without a person." },
  {
    value: "shadow",
    label: "Shadow",
    note: "Decides as if on and sends nothing: you see what would have left.",
  },
  { value: "off", label: "Off", note: "Nothing leaves without a person." },
];

/** When the AI may send by itself, and when it asks. */
export function AssistantForm() {
  const query = useAssistant();
  if (query.isPending) return <SkeletonRows rows={8} />;
  if (!query.data)
    return <Failed error={query.error} what="The settings" onRetry={() => void query.refetch()} />;
  return <Form settings={query.data} />;
}

function Form({ settings }: { settings: AssistantSettings }) {
  const change = useChangeAssistant();
  const writes = useCan("settings:write");
  const on = settings.mode !== "off";
  return (
    <div className="grid gap-4">
      {!writes && <Notice>You can look at these; an admin changes them.</Notice>}
      <Section
        title="Send by itself"
        note={everything.find(({ value }) => value === settings.mode)?.note}
        aside={
          <Segmented<Everything>
            label="Send by itself"
            value={settings.mode}
            options={everything}
            disabled={!writes}
            onChange={(mode) =>
              change({ mode }, everything.find(({ value }) => value === mode)?.note ?? "Changed")
            }
          />
        }
      >
        <div className="grid gap-5 p-4">
          <Threshold
            name="Send from"
            note="At this confidence or above, the reply leaves by itself."
            value={settings.auto_threshold}
            min={settings.review_threshold}
            disabled={!writes || !on}
            onChange={(value) => change({ auto_threshold: value }, `Sends from ${percent(value)}`)}
          />
          <Threshold
            name="Ask from"
            note="From here up to the line above, a person approves. Below it, a person answers."
            value={settings.review_threshold}
            max={settings.auto_threshold}
            disabled={!writes}
            onChange={(value) => change({ review_threshold: value }, `Asks from ${percent(value)}`)}
          />
          <Bands settings={settings} />
          <Delay
            value={settings.send_delay_s}
            disabled={!writes}
            onChange={(value) =>
              change({ send_delay_s: value }, `Waits ${value.toString()} s before sending`)
            }
          />
        </div>
      </Section>
      <Disclosure settings={settings} disabled={!writes} onChange={change} />
      <IntentModes settings={settings} disabled={!writes} onChange={change} />
    </div>
  );
}

interface ThresholdProps {
  name: string;
  note: string;
  value: number;
  min?: number;
  max?: number;
  disabled: boolean;
  onChange: (value: number) => void;
}

/** A slider that is saved when it is let go. */
function Threshold({ name, note, value, min = 0, max = 1, disabled, onChange }: ThresholdProps) {
  const [moved, setMoved] = useState<number | null>(null);
  const shown = moved ?? value;
  const settle = () => {
    if (moved !== null && moved !== value) onChange(moved);
    setMoved(null);
  };
  return (
    <label className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1">
      <span>
        <span className="block font-medium">{name}</span>
        <span className="block text-sm text-muted">{note}</span>
      </span>
      <output className="text-lg font-semibold tabular-nums">{percent(shown)}</output>
      <input
        type="range"
        aria-label={name}
        className="col-span-2 w-full accent-(--accent)"
        min={0}
        max={100}
        step={1}
        value={Math.round(shown * 100)}
        disabled={disabled}
        onChange={(event) => setMoved(Math.min(max, Math.max(min, Number(event.target.value) / 100)))}
        onPointerUp={settle}
        onKeyUp={settle}
        onBlur={settle}
      />
    </label>
  );
}

/** The three bands side by side, in the proportions of the thresholds. */
function Bands({ settings }: { settings: AssistantSettings }) {
  const { auto_threshold: auto, review_threshold: review, mode } = settings;
  const on = mode !== "off";
  const bands = [
    { label: "A person answers", from: 0, to: review, style: "bg-warn-soft text-warn-text" },
    { label: "You approve", from: review, to: on ? auto : 1, style: "bg-accent-soft text-accent-text" },
    {
      label: mode === "shadow" ? "Would send" : "Sends",
      from: on ? auto : 1,
      to: 1,
      style: "bg-ok-soft text-ok-text",
    },
  ];
  return (
    <div className="flex h-8 gap-0.5 overflow-hidden rounded-md text-xs font-medium">
      {bands
        .filter(({ from, to }) => to > from)
        .map(({ label, from, to, style }) => (
          <span
            key={label}
            title={`${label}: ${percent(from)} to ${percent(to)}`}
            style={{ flexGrow: to - from, flexBasis: 0 }}
            className={`grid min-w-0 place-items-center truncate px-1 ${style}`}
          >
            <span className="max-w-full truncate">{label}</span>
          </span>
        ))}
    </div>
  );
}

/** How long a reply waits, in which anybody can stop it. */
function Delay({ value, disabled, onChange }: Pick<ThresholdProps, "value" | "disabled" | "onChange">) {
  const settle = (typed: string) => {
    const next = Math.min(3600, Math.max(0, Math.round(Number(typed))));
    if (typed !== "" && Number.isFinite(next) && next !== value) onChange(next);
  };
  return (
    <div className="flex items-center justify-between gap-4">
      <span>
        <span className="block font-medium">Wait before sending</span>
        <span className="block text-sm text-muted">
          In this time anybody can stop a reply that leaves by itself.
        </span>
      </span>
      <span className="flex items-center gap-2">
        <Input
          key={value}
          type="number"
          min={0}
          max={3600}
          defaultValue={value}
          disabled={disabled}
          aria-label="Seconds to wait before sending"
          className="w-20 text-right"
          onBlur={(event) => settle(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        />
        s
      </span>
    </div>
  );
}
