import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { invalidate } from "@/lib/api";
import { problemOf } from "@/lib/problem";
import { done, refused } from "@/ui/toast";
import { type Board, type Deal, moveDeal } from "./api";
import { cardOf, moved, type Neighbours, neighboursOf, type Place, placeOf } from "./places";

/** A move that somebody else forestalled: what was wanted, and the card as it is now. */
export interface Conflict {
  deal: Deal;
  wanted: Place;
  reason: string | null;
}

const isDeal = (value: unknown): value is Deal =>
  typeof value === "object" && value !== null && "version" in value && "stage" in value;

/**
 * Move cards at once and tell the server after; the moves of one card go one after the other.
 * A move that came too late leaves the card where the other person put it, and can be made anyway.
 */
export function useMoving(key: readonly unknown[]) {
  const queries = useQueryClient();
  const [conflict, setConflict] = useState<Conflict>();
  const versions = useRef(new Map<string, number>());
  const lines = useRef(new Map<string, Promise<void>>());
  const board = () => queries.getQueryData<Board>(key);
  const put = (card: Deal, place: Place) =>
    queries.setQueryData<Board>(key, (known) => known && moved(known, card, place));

  const send = async (deal: Deal, to: Neighbours, reason: string | null): Promise<Deal> => {
    const version = Math.max(versions.current.get(deal.id) ?? 0, deal.version);
    const now = await moveDeal(deal.id, { ...to, version, lost_reason: reason });
    versions.current.set(deal.id, now.version);
    return now;
  };

  const failed = (error: unknown, deal: Deal, wanted: Place, reason: string | null) => {
    const problem = problemOf(error);
    if (problem.code === "Moved" && isDeal(problem.current)) {
      const now = problem.current;
      versions.current.set(now.id, now.version);
      const column = board()?.columns.find(({ stage }) => stage.id === now.stage.id);
      put(now, { stageId: now.stage.id, index: column?.items.length ?? 0 });
      setConflict({ deal: now, wanted, reason });
    } else refused(`${deal.title} was not moved`, error);
  };

  const run = async (deal: Deal, wanted: Place, to: Neighbours, reason: string | null, undo?: () => void) => {
    try {
      const now = await send(deal, to, reason);
      done(`${deal.title} moved to ${now.stage.name}`, undo);
    } catch (error) {
      failed(error, deal, wanted, reason);
    } finally {
      await invalidate(queries, "/api/v1/deals", "/api/v1/pipelines/{pipeline_id}/board");
    }
  };

  const move = (deal: Deal, place: Place, { reason = null as string | null, canUndo = true } = {}) => {
    const known = board();
    const before = known && placeOf(known, deal.id);
    if (!known || !before) return;
    if (before.stageId === place.stageId && before.index === place.index) return;
    setConflict(undefined);
    void queries.cancelQueries({ queryKey: key });
    const to = neighboursOf(known, deal.id, place);
    put(deal, place);
    const undo = () => {
      const card = cardOf(board(), deal.id) ?? deal;
      move(card, before, { reason: deal.lost_reason, canUndo: false });
    };
    const earlier = lines.current.get(deal.id) ?? Promise.resolve();
    lines.current.set(
      deal.id,
      earlier.then(() => run(deal, place, to, reason, canUndo ? undo : undefined)),
    );
  };

  const moveAnyway = () => {
    if (!conflict) return;
    const { deal, wanted, reason } = conflict;
    setConflict(undefined);
    move(cardOf(board(), deal.id) ?? deal, wanted, { reason });
  };

  return { move, conflict, moveAnyway, accept: () => setConflict(undefined) };
}
