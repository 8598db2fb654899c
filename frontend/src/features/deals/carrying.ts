import { type HTMLAttributes, useEffect, useRef, useState } from "react";
import type { Board, Deal } from "./api";
import { cardsWithout, columnOf, type Place } from "./places";

/** How far a mouse moves, and how long a finger rests, before a card is carried. */
const FAR = 5;
const STILL = 8;
const REST_MS = 200;
/** Near an edge the board and its columns scroll by themselves. */
const EDGE = 48;
const STEP = 12;

interface Point {
  x: number;
  y: number;
}

interface Carrying {
  onOver: (id: string, place: Place | undefined) => void;
  /** Without a place it goes back to where it was. */
  onDrop: (deal: Deal, place: Place | undefined) => void;
}

/** Carry cards with mouse or finger: what a card listens to, and the picture of the one that is carried. */
export function useCarrying(board: Board, verbs: Carrying) {
  const [carried, setCarried] = useState<Deal>();
  const ghost = useRef<HTMLDivElement>(null);
  const latest = useRef({ board, ...verbs });
  latest.current = { board, ...verbs };
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const begin = (deal: Deal, card: HTMLElement, from: Point) => {
    const box = card.getBoundingClientRect();
    const at = { ...from };
    let frame = 0;
    const look = () => {
      ghost.current?.style.setProperty("width", `${box.width.toString()}px`);
      ghost.current?.style.setProperty(
        "transform",
        `translate(${(box.left + at.x - from.x).toString()}px, ${(box.top + at.y - from.y).toString()}px)`,
      );
      scrollNear(at);
      latest.current.onOver(deal.id, placeUnder(latest.current.board, deal.id, at));
      frame = requestAnimationFrame(look);
    };
    setCarried(deal);
    frame = requestAnimationFrame(look);
    return {
      to: ({ x, y }: Point) => Object.assign(at, { x, y }),
      end: (drops: boolean) => {
        cancelAnimationFrame(frame);
        const { board: now, onDrop } = latest.current;
        onDrop(deal, drops ? placeUnder(now, deal.id, at) : undefined);
        setCarried(undefined);
      },
    };
  };

  const grab = (deal: Deal, card: HTMLElement, from: Point) => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    let carrying: ReturnType<typeof begin> | undefined;
    const end = (drops: boolean) => {
      const was = carrying;
      carrying = undefined;
      stop.abort();
      if (!was) return;
      if (drops) muteClick();
      was.end(drops);
    };
    stop.signal.addEventListener("abort", () => carrying && end(false));
    addEventListener("keydown", ({ key }) => key === "Escape" && end(false), { signal: stop.signal });
    addEventListener("contextmenu", (event) => carrying && event.preventDefault(), { signal: stop.signal });
    return {
      signal: stop.signal,
      end,
      lift: () => {
        carrying ??= begin(deal, card, from);
      },
      carrying: () => carrying,
    };
  };

  const mouse = (deal: Deal, card: HTMLElement, from: Point) => {
    const grabbed = grab(deal, card, from);
    const { signal } = grabbed;
    const moved = (event: MouseEvent) => {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > FAR) grabbed.lift();
      if (grabbed.carrying()) getSelection()?.removeAllRanges();
      grabbed.carrying()?.to({ x: event.clientX, y: event.clientY });
    };
    addEventListener("mousemove", moved, { signal });
    addEventListener("mouseup", () => grabbed.end(true), { signal });
  };

  const finger = (deal: Deal, card: HTMLElement, from: Point, target: EventTarget) => {
    const grabbed = grab(deal, card, from);
    const { signal } = grabbed;
    const timer = setTimeout(grabbed.lift, REST_MS);
    signal.addEventListener("abort", () => clearTimeout(timer));
    // On what was touched: it hears of the finger also when the list no longer draws it.
    target.addEventListener(
      "touchmove",
      (event) => {
        const touch = (event as TouchEvent).touches[0];
        if (!touch) return;
        const now = { x: touch.clientX, y: touch.clientY };
        const carrying = grabbed.carrying();
        if (carrying) {
          event.preventDefault();
          carrying.to(now);
        } else if (Math.hypot(now.x - from.x, now.y - from.y) > STILL) grabbed.end(false);
      },
      { signal, passive: false },
    );
    target.addEventListener("touchend", () => grabbed.end(true), { signal });
    target.addEventListener("touchcancel", () => grabbed.end(false), { signal });
  };

  const grip = (deal: Deal): HTMLAttributes<HTMLElement> =>
    deal.editable
      ? {
          onMouseDown: ({ button, currentTarget, clientX, clientY }) => {
            if (button === 0) mouse(deal, currentTarget, { x: clientX, y: clientY });
          },
          onTouchStart: ({ currentTarget, touches, target }) => {
            const touch = touches[0];
            if (touch && touches.length === 1) {
              finger(deal, currentTarget, { x: touch.clientX, y: touch.clientY }, target);
            }
          },
        }
      : {};
  return { carried, ghost, grip };
}

/** The click that follows a drop opens nothing. */
function muteClick(): void {
  const mute = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", mute, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", mute, { capture: true }), 50);
}

/** Scroll what the pointer is at the edge of: the column it is on, and the board. */
function scrollNear({ x, y }: Point): void {
  const under = document.elementFromPoint(x, y);
  const column = under?.closest<HTMLElement>("[data-stage] [data-cards]");
  const board = under?.closest<HTMLElement>("[data-board]");
  const step = (at: number, from: number, to: number) =>
    at < from + EDGE ? -STEP : at > to - EDGE ? STEP : 0;
  if (column) {
    const { top, bottom } = column.getBoundingClientRect();
    column.scrollTop += step(y, top, bottom);
  }
  if (board) {
    const { left, right } = board.getBoundingClientRect();
    board.scrollLeft += step(x, left, right);
  }
}

/** The place under the pointer: before or after the card it is on, else at the end of the column. */
function placeUnder(board: Board, id: string, { x, y }: Point): Place | undefined {
  const under = document.elementFromPoint(x, y);
  const stageId = under?.closest<HTMLElement>("[data-stage]")?.dataset.stage;
  if (!stageId) return undefined;
  const column = columnOf(board, stageId);
  const card = under?.closest<HTMLElement>("[data-card]");
  const cardId = card?.dataset.card;
  if (cardId === id) return { stageId, index: column?.items.findIndex((one) => one.id === id) ?? 0 };
  const cards = cardsWithout(column, id);
  const at = cards.findIndex((one) => one.id === cardId);
  if (!card || at < 0) return { stageId, index: cards.length };
  const { top, height } = card.getBoundingClientRect();
  return { stageId, index: y > top + height / 2 ? at + 1 : at };
}
