import { parseSearchWith, stringifySearchWith } from "@tanstack/react-router";

/** Reads one search parameter; what makes no sense is dropped, never refused. */
type Reader<T> = (value: unknown) => T | undefined;

/** Words; "20418" and "true" are words too, which the router tells as a number and a truth. */
export const text: Reader<string> = (value) =>
  ["string", "number", "boolean"].includes(typeof value) ? String(value) || undefined : undefined;

/** Several words. */
export const texts: Reader<string[]> = (value) => {
  const given = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string" && one);
  return given.length > 0 ? (given as string[]) : undefined;
};

/** Several words or, said by an empty list, none. */
export const textsOrNone: Reader<string[]> = (value) =>
  Array.isArray(value) && value.length === 0 ? [] : texts(value);

/** One of a few known words. */
export const oneOf =
  <const T extends string>(known: readonly T[]): Reader<T> =>
  (value) =>
    known.find((word) => word === value);

type Search<Shape> = { [Key in keyof Shape]?: Shape[Key] extends Reader<infer T> ? T : never };

/** Read the search parameters of a page, each by its own reader. */
export const searchOf =
  <Shape extends Record<string, Reader<unknown>>>(shape: Shape) =>
  (search: Record<string, unknown>): Search<Shape> => {
    const read = Object.entries(shape).map(([name, reader]) => [name, reader(search[name])] as const);
    return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as Search<Shape>;
  };

/** Only lists, shapes and quoted words are JSON: as a number, "12e456" would be infinite and a long one rounded. */
function structured(value: string): unknown {
  if (/^["[{]/.test(value)) return JSON.parse(value);
  throw new SyntaxError("These are words.");
}

/** How an address's search parameters are read and written; what is typed there comes back letter for letter. */
export const searchParams = {
  parseSearch: parseSearchWith(structured),
  stringifySearch: stringifySearchWith(JSON.stringify, structured),
};
