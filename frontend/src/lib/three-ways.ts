/** Changes of fields by their names; a custom field's is `custom.<key>`. */
export type Patch = Record<string, unknown>;

const CUSTOM = "custom.";

/** A change by its single fields: those of admins lie in a record of their own. */
export function parts({ custom, ...rest }: Patch): Patch {
  const own = Object.entries(isRecord(custom) ? custom : {}).map(([key, value]) => [CUSTOM + key, value]);
  return { ...rest, ...Object.fromEntries(own) };
}

/** The same as the server takes it. */
export function whole(fields: Patch): Patch {
  const entries = Object.entries(fields);
  const own = entries.filter(([name]) => name.startsWith(CUSTOM));
  const rest = Object.fromEntries(entries.filter(([name]) => !name.startsWith(CUSTOM)));
  if (own.length === 0) return rest;
  return {
    ...rest,
    custom: Object.fromEntries(own.map(([name, value]) => [name.slice(CUSTOM.length), value])),
  };
}

/** What a record holds of a field of a change: of `owner_id` its owner's id, of `done` whether it was done. */
export function known(record: object, name: string): unknown {
  const row = record as Patch;
  if (name.startsWith(CUSTOM)) return isRecord(row.custom) ? row.custom[name.slice(CUSTOM.length)] : null;
  if (name in row) return row[name];
  const one = row[name.replace(/_id$/, "")];
  if (name.endsWith("_id")) return isRecord(one) ? one.id : null;
  const several = row[name.replace(/_ids$/, "s")];
  if (name.endsWith("_ids") && Array.isArray(several)) return several.map((each: Patch) => each.id);
  return `${name}_at` in row ? row[`${name}_at`] !== null : undefined;
}

/** Whether a value says what another does; one from a form may leave out what it does not touch. */
export function alike(one: unknown, other: unknown): boolean {
  if (isNothing(one) || isNothing(other)) return isNothing(one) && isNothing(other);
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((value, place) => alike(value, other[place]));
  if (isRecord(one) && isRecord(other)) return Object.keys(one).every((key) => alike(one[key], other[key]));
  return one === other || sameFigure(one, other) || sameMoment(one, other);
}

const isNothing = (value: unknown) =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

const FIGURE = /^-?\d+(\.\d+)?$/;
const sameFigure = (one: unknown, other: unknown) =>
  FIGURE.test(String(one)) && FIGURE.test(String(other)) && Number(one) === Number(other);

const MOMENT = /^\d{4}-\d\d-\d\dT/;
const sameMoment = (one: unknown, other: unknown) =>
  MOMENT.test(String(one)) &&
  MOMENT.test(String(other)) &&
  Date.parse(String(one)) === Date.parse(String(other));

export const isRecord = (value: unknown): value is Patch =>
  typeof value === "object" && value !== null && !Array.isArray(value);
