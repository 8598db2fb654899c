import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { session } from "@/test/rows";
import { backoff, follow } from "./live";
import { begin } from "./session";

class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.drop(1000);
  }
  accept() {
    this.readyState = 1;
    this.onopen?.();
  }
  say(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  drop(code: number) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const newest = () => {
  const socket = FakeSocket.all.at(-1);
  if (!socket) throw new Error("no socket");
  return socket;
};

describe("live", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", FakeSocket);
    FakeSocket.all = [];
    begin(session());
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("puts the token in the first frame, never in the address", () => {
    const stop = follow(vi.fn(), vi.fn());
    newest().accept();
    expect(newest().url).not.toContain("access-1");
    expect(newest().sent).toEqual([JSON.stringify({ token: "access-1" })]);
    stop();
  });

  it("passes events on and ignores what it cannot read", () => {
    const onEvent = vi.fn();
    const stop = follow(onEvent, vi.fn());
    newest().accept();
    newest().say({ type: "ready" });
    newest().onmessage?.({ data: "not json" });
    newest().say({ type: "ping" });
    newest().say({
      type: "event",
      event: "message.received",
      subject_type: "conversation",
      subject_id: "c1",
    });
    expect(onEvent).toHaveBeenCalledExactlyOnceWith({
      event: "message.received",
      subject_type: "conversation",
      subject_id: "c1",
    });
    stop();
  });

  it("comes back after a drop and has everything fetched anew", () => {
    const onBack = vi.fn();
    const stop = follow(vi.fn(), onBack);
    newest().accept();
    newest().say({ type: "ready" });
    expect(onBack).not.toHaveBeenCalled();
    newest().drop(1006);
    vi.advanceTimersByTime(1100);
    expect(FakeSocket.all).toHaveLength(2);
    newest().accept();
    newest().say({ type: "ready" });
    expect(onBack).toHaveBeenCalledTimes(1);
    newest().say({ type: "resync" });
    expect(onBack).toHaveBeenCalledTimes(2);
    stop();
  });

  it("gives up on a silent line", () => {
    const stop = follow(vi.fn(), vi.fn());
    newest().accept();
    newest().say({ type: "ready" });
    vi.advanceTimersByTime(52_000);
    expect(FakeSocket.all.length).toBeGreaterThan(1);
    stop();
  });

  it("waits longer each time, with jitter, to half a minute", () => {
    expect(backoff(0, 0)).toBe(500);
    expect(backoff(0, 1)).toBe(1000);
    expect(backoff(3, 1)).toBe(8000);
    expect(backoff(20, 1)).toBe(30_000);
  });
});
