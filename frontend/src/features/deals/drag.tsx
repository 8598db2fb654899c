import {
  DndContext,
  type DragMoveEvent,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { type ReactNode, useEffect } from "react";
import { useStore } from "@/lib/store";
import type { Board } from "./api";
import { grips, type Spot, spots } from "./dragged";
import { cardsWithout, columnOf, type Place } from "./places";

interface DragProps {
  board: Board;
  /** The card under the pointer, as it is drawn there. */
  ghost: ReactNode;
  onMove: (id: string, place: Place | undefined) => void;
  onDrop: (id: string) => void;
  onCancel: () => void;
}

/** Cards that follow the mouse or a finger; what they are and where they may go, the board has drawn already. */
export function Drag({ board, ghost, onMove, onDrop, onCancel }: DragProps) {
  const known = useStore(spots);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
  );
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      onDragMove={(event) => onMove(String(event.active.id), placeUnder(board, event))}
      onDragEnd={({ active }) => onDrop(String(active.id))}
      onDragCancel={onCancel}
    >
      {[...known.values()].map((spot) => (
        <DropZone key={spot.id} spot={spot} />
      ))}
      {[...known.values()].map(
        (spot) => spot.cardId && spot.movable && <Grip key={spot.id} cardId={spot.cardId} node={spot.node} />,
      )}
      <DragOverlay dropAnimation={null}>{ghost}</DragOverlay>
    </DndContext>
  );
}

function DropZone({ spot: { id, node, stageId, cardId, shut } }: { spot: Spot }) {
  const { setNodeRef } = useDroppable({ id, data: { stageId, cardId }, disabled: shut });
  useEffect(() => setNodeRef(node), [setNodeRef, node]);
  return null;
}

function Grip({ cardId, node }: { cardId: string; node: HTMLElement }) {
  const { setNodeRef, listeners } = useDraggable({ id: cardId });
  useEffect(() => setNodeRef(node), [setNodeRef, node]);
  useEffect(() => {
    if (listeners) grips.set(cardId, listeners);
    return () => void grips.delete(cardId);
  }, [cardId, listeners]);
  return null;
}

/** The place under the pointer: before or after the card it is on, else at the end of the column. */
function placeUnder(board: Board, { active, collisions }: DragMoveEvent): Place | undefined {
  const id = String(active.id);
  const hits = collisions?.map(({ data }) => data?.droppableContainer) ?? [];
  const hit = hits.find((one) => one?.data.current?.cardId) ?? hits[0];
  const stageId: unknown = hit?.data.current?.stageId;
  if (typeof stageId !== "string") return undefined;
  const cards = cardsWithout(columnOf(board, stageId), id);
  const cardId: unknown = hit?.data.current?.cardId;
  if (cardId === id) {
    const index = columnOf(board, stageId)?.items.findIndex((card) => card.id === id) ?? 0;
    return { stageId, index };
  }
  const at = cards.findIndex((card) => card.id === cardId);
  if (at < 0) return { stageId, index: cards.length };
  const moving = active.rect.current.translated;
  const rect = hit?.rect.current;
  const below = moving && rect && moving.top + moving.height / 2 > rect.top + rect.height / 2;
  return { stageId, index: below ? at + 1 : at };
}
