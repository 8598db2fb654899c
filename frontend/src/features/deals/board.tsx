import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import { whenOpen } from "@/lib/when-open";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/states";
import { type Board, boardKey, type Column, type Deal, type Narrowed } from "./api";
import { Card } from "./card";
import { BoardColumn } from "./column";
import { spoken, useLanding } from "./landing";
import { useMoving } from "./moving";
import { cardOf, cardsWithout, columnOf, type Place } from "./places";

const Drag = soon(async () => (await import("./drag")).Drag);
const LostDialog = whenOpen(async () => (await import("./lost-dialog")).LostDialog);

interface DealBoardProps {
  board: Board;
  narrowed: Narrowed;
}

/** The pipeline as columns: cards move by mouse, finger, keyboard or menu, at once and with a way back. */
export function DealBoard({ board, narrowed }: DealBoardProps) {
  const queries = useQueryClient();
  const writes = useCan("deals:write");
  const key = boardKey(board.pipeline.id, narrowed);
  const { move, conflict, moveAnyway, accept } = useMoving(key);
  const [losing, setLosing] = useState<{ deal: Deal; place: Place }>();
  const drop = (deal: Deal, place: Place) => {
    const outcome = columnOf(board, place.stageId)?.stage.outcome;
    if (outcome === "lost" && deal.status !== "lost") setLosing({ deal, place });
    else move(deal, place);
  };
  const { landing, setLanding, onHandleKey } = useLanding(board, drop);
  const { stages, leaving } = board.pipeline;
  const dragged = landing?.by === "pointer" ? cardOf(board, landing.id) : undefined;

  const onDragMove = (id: string, place: Place | undefined) =>
    setLanding((known) =>
      place && known?.place.stageId === place.stageId && known.place.index === place.index
        ? known
        : place && { id, place, by: "pointer" },
    );
  const onDragEnd = (id: string) => {
    const deal = cardOf(board, id);
    if (deal && landing) drop(deal, landing.place);
    setLanding(undefined);
  };
  const onMore = useCallback(
    (column: Column) =>
      queries.setQueryData<Board>(
        boardKey(board.pipeline.id, narrowed),
        (known) =>
          known && {
            ...known,
            columns: known.columns.map((one) => (one.stage.id === column.stage.id ? column : one)),
          },
      ),
    [queries, board.pipeline.id, narrowed],
  );
  const note = (deal: Deal) =>
    conflict?.deal.id === deal.id && (
      <Notice tone="warn" className="mt-2 text-xs">
        Somebody else moved this card here meanwhile.
        <span className="mt-1 flex gap-1">
          <Button size="sm" onClick={moveAnyway}>
            Move anyway
          </Button>
          <Button size="sm" tone="quiet" onClick={accept}>
            Leave it
          </Button>
        </span>
      </Notice>
    );

  return (
    <>
      <div className="flex min-h-0 flex-1 snap-x scroll-px-4 gap-3 overflow-x-auto p-4 md:snap-none md:px-6">
        {board.columns.map((column) => (
          <BoardColumn
            key={column.stage.id}
            column={column}
            stages={stages}
            goesInto={leaving.find(({ id }) => id === column.stage.id)?.into.name}
            narrowed={narrowed}
            pipelineId={board.pipeline.id}
            landing={landing?.place.stageId === column.stage.id ? landing.place.index : undefined}
            moving={landing?.id}
            lifted={landing?.by === "keyboard" ? landing.id : undefined}
            creates={writes}
            onHandleKey={onHandleKey}
            onMoveTo={(deal, stageId) =>
              drop(deal, { stageId, index: cardsWithout(columnOf(board, stageId), deal.id).length })
            }
            onMore={onMore}
            note={note}
          />
        ))}
      </div>
      <p role="status" className="sr-only">
        {spoken(board, landing)}
      </p>
      <Drag
        board={board}
        ghost={dragged && <Card deal={dragged} stages={stages} ghost />}
        onMove={onDragMove}
        onDrop={onDragEnd}
        onCancel={() => setLanding(undefined)}
      />
      <LostDialog
        open={losing !== undefined}
        onClose={() => setLosing(undefined)}
        onLost={(reason) => {
          if (losing) move(losing.deal, losing.place, { reason });
          setLosing(undefined);
        }}
      />
    </>
  );
}
