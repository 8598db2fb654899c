import { useState } from "react";
import { count } from "@/lib/format";
import { problemOf } from "@/lib/problem";
import { Button } from "@/ui/button";
import { Input } from "@/ui/field";
import { Section } from "@/ui/page";
import { Failed, Notice, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { type Days, type Rule, useChangeRetention, useRetention, useTriedRetention } from "./api";
import { retained } from "./words";

/** How many days each kind is kept, and how much would go now. */
export function RetentionForm() {
  const query = useRetention();
  if (query.isPending) return <SkeletonRows rows={7} className="h-14" />;
  if (query.isError) {
    return <Failed error={query.error} what="The rules" onRetry={() => void query.refetch()} />;
  }
  return <Form key={query.data.items.map((one) => one.keep_days).join()} rules={query.data.items} />;
}

function Form({ rules }: { rules: Rule[] }) {
  const [days, setDays] = useState<Days>({});
  const tried = useTriedRetention();
  const change = useChangeRetention();
  const touched = Object.keys(days).length > 0;
  const shown = tried.data?.items ?? rules;
  const due = Object.fromEntries(shown.map((one) => [one.kind, one.due]));
  const set = (kind: string, typed: string) => {
    const next = { ...days, [kind]: typed === "" ? null : Math.max(1, Math.round(Number(typed))) };
    setDays(next);
    tried.mutate({ body: next });
  };
  return (
    <Section
      title="How long things are kept"
      note="Days; empty means for ever. What is older goes by itself, once a day."
    >
      <ul>
        {rules.map((rule) => (
          <Line
            key={rule.kind}
            rule={rule}
            due={due[rule.kind] ?? 0}
            onChange={(typed) => set(rule.kind, typed)}
          />
        ))}
      </ul>
      {(change.isError || touched) && (
        <div className="grid gap-3 border-t p-4">
          {change.isError && <Notice tone="bad">{problemOf(change.error).detail}</Notice>}
          <div className="flex justify-end">
            <Button
              tone="primary"
              busy={change.isPending}
              onClick={() => change.mutate({ body: days })}
              disabled={!touched}
            >
              Save
            </Button>
          </div>
        </div>
      )}
    </Section>
  );
}

interface LineProps {
  rule: Rule;
  due: number;
  onChange: (typed: string) => void;
}

function Line({ rule, due, onChange }: LineProps) {
  const { label, hint } = retained[rule.kind] ?? { label: rule.kind, hint: "" };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-0">
      <span className="min-w-0 flex-1 basis-48">
        <span className="block font-medium">{label}</span>
        <span className="block text-sm text-muted">{hint}</span>
        {rule.last_run_at && (
          <span className="block text-sm text-subtle">
            {count(rule.last_removed ?? 0)} removed <When at={rule.last_run_at} />
          </span>
        )}
      </span>
      <span className="text-sm text-muted tabular-nums" aria-live="polite">
        {due > 0 ? `would remove ${count(due)} now` : "nothing to remove now"}
      </span>
      <span className="flex items-center gap-2">
        <Input
          type="number"
          min={rule.least_days}
          max={36500}
          aria-label={`${label}: days`}
          placeholder="for ever"
          defaultValue={rule.keep_days ?? ""}
          onChange={({ target }) => target.validity.valid && onChange(target.value)}
          className="w-24"
        />
        <span className="text-sm text-muted">days</span>
      </span>
    </li>
  );
}
