import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { GripVertical } from "lucide-react";
import type { CSSProperties } from "react";
import { cn } from "@/lib/cn";

interface Choosable {
  id: string;
  label: string;
}

export interface ColumnListProps {
  /** All there are; the first is always shown and stands first. */
  columns: Choosable[];
  value: string[];
  onChange: (ids: string[]) => void;
}

/** The shown columns in their order, by dragging, or Space and the arrows on a handle; then the hidden ones. */
export function ColumnList({ columns, value, onChange }: ColumnListProps) {
  const [first, ...rest] = columns;
  const label = new Map(columns.map((one) => [one.id, one.label]));
  const shown = value.filter((id) => id !== first?.id && label.has(id));
  const hidden = rest.filter(({ id }) => !shown.includes(id));
  const put = (ids: string[]) => onChange(first ? [first.id, ...ids] : ids);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const drop = ({ active, over }: DragEndEvent) => {
    if (!over || active.id === over.id) return;
    put(arrayMove(shown, shown.indexOf(String(active.id)), shown.indexOf(String(over.id))));
  };
  return (
    <>
      {first && <Box label={first.label} checked disabled onChange={() => undefined} className="pl-9" />}
      <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={drop}>
        <SortableContext items={shown} strategy={verticalListSortingStrategy}>
          <ul aria-label="Shown columns">
            {shown.map((id) => (
              <Shown
                key={id}
                id={id}
                label={label.get(id) ?? id}
                onHide={() => put(shown.filter((one) => one !== id))}
              />
            ))}
          </ul>
        </SortableContext>
      </DndContext>
      {hidden.length > 0 && (
        <ul aria-label="Hidden columns" className="mt-1 border-t pt-1">
          {hidden.map(({ id, label: words }) => (
            <li key={id}>
              <Box label={words} checked={false} onChange={() => put([...shown, id])} className="pl-9" />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Shown({ id, label, onHide }: { id: string; label: string; onHide: () => void }) {
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({ id });
  const style: CSSProperties = {
    transform: transform ? `translate3d(0, ${transform.y.toString()}px, 0)` : undefined,
    transition,
  };
  return (
    <li
      ref={setNodeRef}
      style={style}
      className={cn("flex items-center rounded-md", isDragging && "relative z-10 bg-raised shadow-pop")}
    >
      <button
        type="button"
        aria-label={`Move ${label}`}
        className="grid size-7 shrink-0 cursor-grab touch-none place-items-center rounded-md text-subtle hover:text-ink"
        {...attributes}
        {...listeners}
      >
        <GripVertical className="size-4" aria-hidden />
      </button>
      <Box label={label} checked onChange={onHide} className="flex-1" />
    </li>
  );
}

interface BoxProps {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange: () => void;
  className?: string;
}

const Box = ({ label, checked, disabled, onChange, className }: BoxProps) => (
  <label
    className={cn(
      "flex h-8 min-w-0 cursor-pointer items-center gap-2 rounded-md px-2 hover:bg-hover",
      disabled && "cursor-default text-subtle hover:bg-transparent",
      className,
    )}
  >
    <input
      type="checkbox"
      checked={checked}
      disabled={disabled}
      onChange={onChange}
      className="size-4 shrink-0 accent-accent"
    />
    <span className="truncate">{label}</span>
  </label>
);
