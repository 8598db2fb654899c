import type { Activity, Kind, NewActivity } from "./api";

export const kindNames: Record<Kind, string> = {
  task: "Task",
  call: "Call",
  meeting: "Meeting",
  email: "E-mail",
  note: "Note",
};

export interface QuickDay {
  label: string;
  at: Date;
}

const atNine = (from: Date, days: number) =>
  new Date(from.getFullYear(), from.getMonth(), from.getDate() + days, 9);

/** The days one means most often: the end of today's work, tomorrow, and next Monday, at nine. */
export function quickDays(now = new Date()): QuickDay[] {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 17);
  const hour = new Date(now.getFullYear(), now.getMonth(), now.getDate(), now.getHours() + 1);
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { label: "Today", at: today > now ? today : hour },
    { label: "Tomorrow", at: atNine(now, 1) },
    { label: "Next week", at: atNine(now, toMonday) },
  ];
}

/** A time as the browser's own field holds it: local, to the minute. */
export function fieldTime(at: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

export type Repeat = NonNullable<NewActivity["repeat"]>;

const units: Record<Repeat["every"], string> = { day: "day", week: "week", month: "month", year: "year" };

/** "every 2 weeks on Mo, Th until 1/31/2027" */
export function repeatWords(repeat: NonNullable<Activity["repeat"]>): string {
  const unit = units[repeat.every];
  const often = repeat.interval === 1 ? `every ${unit}` : `every ${repeat.interval} ${unit}s`;
  const days = repeat.weekdays.map((one) => one.charAt(0).toUpperCase() + one.slice(1)).join(", ");
  const end = repeat.until ? ` until ${repeat.until}` : repeat.count ? `, ${repeat.count} times` : "";
  return often + (days && ` on ${days}`) + end;
}

export const reminderChoices = [
  { minutes: 0, label: "When it is due" },
  { minutes: 10, label: "10 minutes before" },
  { minutes: 60, label: "1 hour before" },
  { minutes: 1440, label: "1 day before" },
];
