import { describe, expect, it } from "vitest";
import { cn } from "./cn";

describe("cn", () => {
  it.each([
    ["flex h-11 px-4 h-14", "flex px-4 h-14"],
    ["size-7 text-xs size-5 text-[0.625rem]", "size-5 text-[0.625rem]"],
    ["h-8 w-full size-5", "size-5"],
    ["px-6 py-14 px-0 py-4", "px-0 py-4"],
    ["pl-4 p-2", "p-2"],
    ["p-2 pl-4", "p-2 pl-4"],
    ["inset-x-0 h-1 inset-x-2 bottom-1", "h-1 inset-x-2 bottom-1"],
    ["flex lg:flex hidden", "lg:flex hidden"],
    ["text-muted text-right text-sm text-left text-subtle", "text-sm text-left text-subtle"],
    ["rounded-full leading-5 text-xs rounded-sm", "text-xs rounded-sm"],
    ["border border-b-2 border-transparent border-accent", "border border-b-2 border-accent"],
    ["border border-l-2 border-l-bad", "border border-l-2 border-l-bad"],
    ["bg-surface hover:bg-hover bg-selected hover:bg-selected", "bg-selected hover:bg-selected"],
    ["[&_svg]:text-subtle [&_svg]:size-4 [&_svg]:text-bad-text", "[&_svg]:size-4 [&_svg]:text-bad-text"],
    ["md:first:pl-6 first:pl-4 md:first:pl-2", "first:pl-4 md:first:pl-2"],
    ["min-h-20 max-h-60 min-h-9", "max-h-60 min-h-9"],
    ["flex flex-1 flex-col flex-row", "flex flex-1 flex-row"],
    ["-mt-1 mt-2", "mt-2"],
    ["group/row data-open:animate-in", "group/row data-open:animate-in"],
  ])("keeps the later of two that contradict: %s", (given, left) => {
    expect(cn(given)).toBe(left);
  });

  it("leaves out what does not hold", () => {
    expect(cn("flex", false, null, undefined, { grid: false, "gap-2": true })).toBe("flex gap-2");
  });
});
