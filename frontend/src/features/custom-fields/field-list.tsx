import { RotateCcw, Shapes, SquarePen, Trash2 } from "lucide-react";
import { useState } from "react";
import { asRead } from "@/lib/as-read";
import { plural } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { whenOpen } from "@/lib/when-open";
import { Badge } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { done, refused } from "@/ui/toast";
import {
  type CustomField,
  kinds,
  type Of,
  objects,
  useBinnedFields,
  useCustomFields,
  useDeleteField,
  useRestoreField,
} from "./api";

const FieldForm = whenOpen(async () => (await import("./field-form")).FieldForm);

/** The custom fields of contacts, companies or deals, and those in the bin. */
export function FieldList({ of, onCreate }: { of: Of; onCreate?: () => void }) {
  const query = useCustomFields(of);
  if (query.isPending) return <SkeletonRows rows={3} className="h-14" />;
  if (query.isError) {
    return <Failed error={query.error} what="Custom fields" onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      {query.data.items.length === 0 ? (
        <Empty
          icon={<Shapes aria-hidden />}
          title={`No custom fields of ${objects[of].toLowerCase()} yet`}
          action={
            onCreate && (
              <Button tone="primary" onClick={onCreate}>
                Create the first one
              </Button>
            )
          }
        >
          Define what your shop wants to know about them: a budget, a renewal date, a favourite wood.
        </Empty>
      ) : (
        <ul className="overflow-hidden rounded-lg border bg-surface">
          {query.data.items.map((field) => (
            <FieldRow key={field.id} field={field} />
          ))}
        </ul>
      )}
      <Bin of={of} />
    </>
  );
}

function FieldRow({ field }: { field: CustomField }) {
  const [editing, setEditing] = useState(false);
  const remove = useDeleteField();
  const restore = useRestoreField();
  const writes = useCan("custom_fields:write");
  const params = { path: { field_id: field.id } };
  const options = field.options.filter(({ archived }) => !archived).length;
  const takeOut = () =>
    remove.mutate(
      { params, ...asRead(field) },
      {
        onSuccess: () =>
          done(`${field.label} removed; its values come back with it`, () =>
            restore.mutate({ params }, { onError: (error) => refused("The field was not restored", error) }),
          ),
        onError: (error) => refused("The field was not removed", error),
      },
    );
  return (
    <li className="flex items-center gap-3 border-b px-4 py-2.5 last:border-0">
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium break-words">
          {field.label}
          {field.required && <Badge tone="warn">required</Badge>}
          {field.indexed && <Badge tone="info">sorts lists</Badge>}
        </span>
        <span className="block truncate text-sm text-muted">
          {kinds[field.kind]}
          {options > 0 && `, ${plural(options, "option")}`} ·{" "}
          <code className="text-xs">custom.{field.key}</code>
        </span>
      </span>
      {writes && (
        <>
          <IconButton label={`Edit ${field.label}`} size="iconSm" onClick={() => setEditing(true)}>
            <SquarePen aria-hidden />
          </IconButton>
          <IconButton label={`Remove ${field.label}`} size="iconSm" onClick={takeOut}>
            <Trash2 aria-hidden />
          </IconButton>
        </>
      )}
      <FieldForm open={editing} onOpenChange={setEditing} of={field.object} field={field} />
    </li>
  );
}

function Bin({ of }: { of: Of }) {
  const fields = useBinnedFields(of).data?.items ?? [];
  const restore = useRestoreField();
  if (fields.length === 0) return null;
  return (
    <details className="mt-4 text-sm">
      <summary className="cursor-pointer text-muted hover:text-ink">
        {plural(fields.length, "field")} in the bin
      </summary>
      <ul className="mt-2 rounded-lg border bg-surface">
        {fields.map((field) => (
          <li key={field.id} className="flex items-center gap-3 border-b px-4 py-2 last:border-0">
            <span className="min-w-0 flex-1 truncate">{field.label}</span>
            <Button
              size="sm"
              aria-label={`Restore ${field.label}`}
              onClick={() =>
                restore.mutate(
                  { params: { path: { field_id: field.id } } },
                  {
                    onSuccess: () => done(`${field.label} is back`),
                    onError: (error) => refused("The field was not restored", error),
                  },
                )
              }
            >
              <RotateCcw aria-hidden /> Restore
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
