import { type HTMLAttributes, type RefObject, useEffect } from "react";
import { createStore } from "@/lib/store";

/** Where a card can be dropped: on a card, or on a column. */
export interface Spot {
  id: string;
  node: HTMLElement;
  stageId: string;
  cardId?: string;
  /** Nothing lands here. */
  shut?: boolean;
  /** The card itself can be taken. */
  movable?: boolean;
}

/** What the board shows; the code that drags it comes after it (`drag.tsx`) and finds it here. */
export const spots = createStore<ReadonlyMap<string, Spot>>(new Map());

/** What a card listens to once it can be dragged. */
export const grips = new Map<string, HTMLAttributes<HTMLElement>>();

function put(id: string, spot: Spot | undefined) {
  const next = new Map(spots.get());
  if (spot) next.set(id, spot);
  else next.delete(id);
  spots.set(next);
}

/** Show where something lies as long as it is drawn. */
export function useSpot(ref: RefObject<HTMLElement | null>, spot: Omit<Spot, "node">) {
  const { id, stageId, cardId, shut, movable } = spot;
  useEffect(() => {
    if (!ref.current) return;
    put(id, { id, node: ref.current, stageId, cardId, shut, movable });
    return () => put(id, undefined);
  }, [ref, id, stageId, cardId, shut, movable]);
}
