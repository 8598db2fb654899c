import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Keys, useKeys } from "./keyboard";
import { setShortcuts } from "./preferences";

function Bound({ keys }: { keys: Keys }) {
  useKeys(keys);
  return <input aria-label="words" />;
}

const press = (key: string, more: object = {}) => fireEvent.keyDown(document.body, { key, ...more });

describe("keys", () => {
  afterEach(() => setShortcuts(true));

  it("runs single keys, shifted keys and sequences", () => {
    const [a, shiftA, goInbox] = [vi.fn(), vi.fn(), vi.fn()];
    render(<Bound keys={{ a, "Shift+a": shiftA, "g i": goInbox }} />);
    press("a");
    press("A", { shiftKey: true });
    press("g");
    press("i");
    expect([a, shiftA, goInbox].map((call) => call.mock.calls.length)).toEqual([1, 1, 1]);
  });

  it("stays quiet while one types, but not for Ctrl", () => {
    const [a, palette] = [vi.fn(), vi.fn()];
    render(<Bound keys={{ a, "Mod+k": palette }} />);
    fireEvent.keyDown(screen.getByLabelText("words"), { key: "a" });
    fireEvent.keyDown(screen.getByLabelText("words"), { key: "k", ctrlKey: true });
    expect(a).not.toHaveBeenCalled();
    expect(palette).toHaveBeenCalledTimes(1);
  });

  it("can be turned off, Ctrl excepted", () => {
    const [a, palette] = [vi.fn(), vi.fn()];
    render(<Bound keys={{ a, "Mod+k": palette }} />);
    setShortcuts(false);
    press("a");
    press("k", { metaKey: true });
    expect(a).not.toHaveBeenCalled();
    expect(palette).toHaveBeenCalledTimes(1);
  });

  it("lets the innermost binding win", () => {
    const [outer, inner] = [vi.fn(), vi.fn()];
    render(
      <>
        <Bound keys={{ e: outer }} />
        <Bound keys={{ e: inner }} />
      </>,
    );
    press("e");
    expect(inner).toHaveBeenCalledTimes(1);
    expect(outer).not.toHaveBeenCalled();
  });

  it("is silent behind a dialog", () => {
    const a = vi.fn();
    render(
      <>
        <Bound keys={{ a }} />
        <div role="dialog" />
      </>,
    );
    press("a");
    expect(a).not.toHaveBeenCalled();
  });
});
