import { type ClassValue, clsx } from "clsx";

const sided = (name: string) => ["x", "y", "t", "r", "b", "l"].map((side) => `${name}${side}`);

/** Which class sets what; of a name that has no line here, all are kept. */
const families: [RegExp, (name: string) => string][] = [
  [
    /^(block|inline|inline-block|flex|inline-flex|grid|inline-grid|table-cell|contents|hidden)$/,
    () => "display",
  ],
  [/^(static|relative|absolute|fixed|sticky)$/, () => "position"],
  [/^text-(xs|sm|base|md|lg|xl|2xl|\[\d.*)$/, () => "size of text"],
  [/^text-(left|center|right)$/, () => "side of text"],
  [/^text-/, () => "colour of text"],
  [/^font-(normal|medium|semibold|bold)$/, () => "weight"],
  [/^(border(?:-[xytrbl])?)(-\d+)?$/, (name) => name],
  [/^(border(?:-[xytrbl])?)-/, (name) => `colour of ${name}`],
  [/^flex-(row|col)/, () => "direction"],
  [/^flex-(1|auto|none)$/, () => "flex"],
  [
    /^-?((?:min-|max-)?[hw]|size|[pm][xytrbl]?|inset(?:-[xy])?|top|right|bottom|left|z|gap(?:-[xy])?|leading|bg|items|justify|cursor|overflow(?:-[xy])?|whitespace|shadow|opacity|rounded|shrink|grow|basis|self)(?:-|$)/,
    (name) => name,
  ],
];

/** What a class sets besides its own. */
const wider: Record<string, string[]> = {
  size: ["h", "w"],
  p: sided("p"),
  px: ["pl", "pr"],
  py: ["pt", "pb"],
  m: sided("m"),
  mx: ["ml", "mr"],
  my: ["mt", "mb"],
  inset: ["inset-x", "inset-y", "top", "right", "bottom", "left"],
  "inset-x": ["left", "right"],
  "inset-y": ["top", "bottom"],
  gap: ["gap-x", "gap-y"],
  overflow: ["overflow-x", "overflow-y"],
  "size of text": ["leading"],
};

/** When a class holds (`md:hover:`), and its name. */
const parts = /^((?:(?:[^:[\]()]|\[[^\]]*\]|\([^)]*\))*:)*)(.+)$/;

function familyOf(name: string): string | undefined {
  for (const [fits, family] of families) {
    const found = fits.exec(name);
    if (found) return family(found[1] ?? "");
  }
  return undefined;
}

function merge(classes: string): string {
  const set = new Set<string>();
  const kept = classes.split(" ").reverse();
  return kept
    .filter((one) => {
      const [, when = "", name = ""] = parts.exec(one) ?? [];
      const family = familyOf(name);
      if (!family) return true;
      if (set.has(when + family)) return false;
      for (const each of [family, ...(wider[family] ?? [])]) set.add(when + each);
      return true;
    })
    .reverse()
    .join(" ");
}

const merged = new Map<string, string>();

/** Join class names; of two that contradict, the later wins. */
export function cn(...values: ClassValue[]): string {
  const classes = clsx(values);
  const known = merged.get(classes);
  if (known !== undefined) return known;
  const made = merge(classes);
  merged.set(classes, made);
  return made;
}
