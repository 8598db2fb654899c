import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const SRC = join(import.meta.dirname, "..");

const files = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && entry.name !== "api.gen.ts")
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path: relative(SRC, path), text: readFileSync(path, "utf8") }));
const code = files.filter(({ path }) => !/\.test\.tsx?$|^test\//.test(path));
const offenders = (wrong: (file: { path: string; text: string }) => boolean, among = code) =>
  among.filter(wrong).map(({ path }) => path);

describe("the house", () => {
  it("keeps features apart: a page composes them", () => {
    expect(
      offenders(
        ({ path, text }) => path.startsWith("features/") && /from "(@\/(features|app)\/|\.\.\/)/.test(text),
      ),
    ).toEqual([]);
  });
  it("keeps business out of ui and lib", () => {
    expect(
      offenders(
        ({ path, text }) => /^(ui|lib)\//.test(path) && /from "(@\/(features|app)\/|\.\.\/)/.test(text),
      ),
    ).toEqual([]);
  });
  it("keeps files short", () => {
    expect(offenders(({ path, text }) => path !== "app/router.tsx" && text.split("\n").length > 250)).toEqual(
      [],
    );
  });
  it("stores only preferences in the browser", () => {
    expect(
      offenders(
        ({ path, text }) =>
          path !== "lib/preferences.ts" && /localStorage|sessionStorage|indexedDB/.test(text),
      ),
    ).toEqual([]);
  });
  it("never makes markup of words", () => {
    expect(
      offenders(({ text }) =>
        /dangerouslySetInnerHTML|(inner|outer)HTML\s*=[^=]|insertAdjacentHTML/.test(text),
      ),
    ).toEqual([]);
  });
  it("shows strangers' markup only in a frame without powers", () => {
    const frames = code.filter(({ text }) => text.includes("<iframe"));
    expect(frames.map(({ path }) => path)).toEqual(["features/conversations/formatted.tsx"]);
    expect(frames[0]?.text).toContain('sandbox=""');
  });
});
