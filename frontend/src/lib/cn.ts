import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: { classGroups: { "font-size": [{ text: ["xs", "sm", "base", "md", "lg", "xl", "2xl"] }] } },
});

/** Join class names; of two that contradict, the later wins. */
export function cn(...values: ClassValue[]): string {
  return merge(clsx(values));
}
