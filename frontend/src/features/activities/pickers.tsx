import { useId } from "react";
import { Button } from "@/ui/button";
import { Field, Input, Select } from "@/ui/field";
import { fieldTime, quickDays, type Repeat, reminderChoices } from "./when";

/** A date and time: one of the usual ones, or any. */
export function WhenPicker(props: { value: string; onChange: (value: string) => void; label: string }) {
  const { value, onChange, label } = props;
  return (
    <Field label={label} className="min-w-0">
      {(wiring) => (
        <div className="flex flex-wrap gap-1.5">
          {quickDays().map(({ label: name, at }) => (
            <Button
              key={name}
              size="sm"
              aria-pressed={value === fieldTime(at)}
              onClick={() => onChange(fieldTime(at))}
            >
              {name}
            </Button>
          ))}
          <Input
            {...wiring}
            type="datetime-local"
            value={value}
            onChange={({ target }) => onChange(target.value)}
            className="h-7 w-48 text-sm"
          />
        </div>
      )}
    </Field>
  );
}

const weekdays = ["mo", "tu", "we", "th", "fr", "sa", "su"] as const;
const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
type Every = Repeat["every"] | "";
const everyOf = (value: string): Every =>
  (["day", "week", "month", "year"] as const).find((one) => one === value) ?? "";

/** How often again, and until when. */
export function RepeatPicker(props: { value: Repeat | null; onChange: (value: Repeat | null) => void }) {
  const { value, onChange } = props;
  const id = useId();
  const start = (every: Every) => onChange(every ? { every, interval: 1, weekdays: [] } : null);
  return (
    <fieldset className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        Repeat
      </label>
      <div className="flex flex-wrap items-center gap-2">
        <Select
          id={id}
          value={value?.every ?? ""}
          onChange={({ target }) => start(everyOf(target.value))}
          className="w-40"
        >
          <option value="">Once only</option>
          <option value="day">Every day</option>
          <option value="week">Every week</option>
          <option value="month">Every month</option>
          <option value="year">Every year</option>
        </Select>
        {value && <RepeatDetails value={value} onChange={onChange} />}
      </div>
      {value?.every === "week" && <Weekdays value={value} onChange={onChange} />}
    </fieldset>
  );
}

interface PartProps {
  value: Repeat;
  onChange: (value: Repeat) => void;
}

const RepeatDetails = ({ value, onChange }: PartProps) => (
  <>
    <span className="flex items-center gap-1.5 text-sm text-muted">
      every
      <Input
        type="number"
        min={1}
        max={99}
        aria-label="Interval"
        value={value.interval ?? 1}
        onChange={({ target }) =>
          onChange({ ...value, interval: Math.min(99, Math.max(1, Math.round(Number(target.value)) || 1)) })
        }
        className="w-16"
      />
    </span>
    <span className="flex items-center gap-1.5 text-sm text-muted">
      until
      <Input
        type="date"
        aria-label="Until"
        value={value.until ?? ""}
        onChange={({ target }) => onChange({ ...value, until: target.value || null })}
        className="w-36"
      />
    </span>
  </>
);

function Weekdays({ value, onChange }: PartProps) {
  const chosen = value.weekdays ?? [];
  return (
    <div className="flex flex-wrap gap-1">
      {weekdays.map((one, place) => (
        <Button
          key={one}
          size="sm"
          tone={chosen.includes(one) ? "primary" : "plain"}
          aria-pressed={chosen.includes(one)}
          onClick={() =>
            onChange({
              ...value,
              weekdays: weekdays.filter((each) => chosen.includes(each) !== (each === one)),
            })
          }
        >
          {dayNames[place]}
        </Button>
      ))}
    </div>
  );
}

interface ReminderProps {
  minutes: number | null;
  byMail: boolean;
  onChange: (minutes: number | null, byMail: boolean) => void;
}

/** Remind in Mancrel, and by mail if one wants. */
export const ReminderPicker = ({ minutes, byMail, onChange }: ReminderProps) => (
  <Field label="Remind me">
    {(wiring) => (
      <div className="flex flex-wrap items-center gap-2">
        <Select
          {...wiring}
          value={minutes ?? ""}
          onChange={({ target }) => onChange(target.value === "" ? null : Number(target.value), byMail)}
          className="w-44"
        >
          <option value="">Not at all</option>
          {reminderChoices.map((one) => (
            <option key={one.minutes} value={one.minutes}>
              {one.label}
            </option>
          ))}
        </Select>
        {minutes !== null && (
          <label className="flex items-center gap-1.5 text-sm text-muted">
            <input
              type="checkbox"
              checked={byMail}
              onChange={({ target }) => onChange(minutes, target.checked)}
            />
            also by mail
          </label>
        )}
      </div>
    )}
  </Field>
);
