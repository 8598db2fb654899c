/** Reads one search parameter; what makes no sense is dropped, never refused. */
type Reader<T> = (value: unknown) => T | undefined;

/** Words. The router reads "123" as a number, so figures count as words too. */
export const text: Reader<string> = (value) =>
  typeof value === "string" || typeof value === "number" ? String(value) || undefined : undefined;

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
