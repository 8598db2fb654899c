import { type KeyboardEvent, useState } from "react";
import type { Board, Deal } from "./api";
import { type Place, placeOf, stepped } from "./places";

const arrows = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);

export interface Landing {
  id: string;
  place: Place;
  by: "pointer" | "keyboard";
}

/** Give the handle the focus back once the card has been drawn in its new place. */
const refocus = (id: string) =>
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-handle="${id}"]`)?.focus());

/** The card that is being moved and where it would land: Space lifts, arrows move, Space or Enter drops. */
export function useLanding(board: Board, onDrop: (deal: Deal, place: Place) => void) {
  const [landing, setLanding] = useState<Landing>();
  const onHandleKey = (deal: Deal, event: KeyboardEvent) => {
    const lifted = landing?.id === deal.id ? landing : undefined;
    const drops = event.key === " " || event.key === "Enter";
    if (!lifted && !drops) return;
    if (lifted && event.key === "Escape") setLanding(undefined);
    else if (lifted && arrows.has(event.key)) {
      setLanding({ ...lifted, place: stepped(board, deal.id, lifted.place, event.key) });
    } else if (lifted && drops) {
      setLanding(undefined);
      onDrop(deal, lifted.place);
      refocus(deal.id);
    } else if (drops) {
      const place = placeOf(board, deal.id);
      if (place) setLanding({ id: deal.id, place, by: "keyboard" });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { landing, setLanding, onHandleKey };
}

/** What a screen reader is told while a card moves. */
export function spoken(board: Board, landing: Landing | undefined): string {
  if (!landing) return "";
  const column = board.columns.find(({ stage }) => stage.id === landing.place.stageId);
  return `${column?.stage.name ?? ""}, place ${(landing.place.index + 1).toString()}. Space puts the card down, Escape leaves it where it was.`;
}
