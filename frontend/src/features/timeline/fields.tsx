import type { FieldChange } from "./api";
import { fieldName, shownValue, tellingFields } from "./words";

/** Fields before and after, one a line; a new record shows what it began with. */
export function Fields({ rows }: { rows: FieldChange[] | null }) {
  return (
    <ul className="mt-0.5 text-sm">
      {tellingFields(rows).map(({ field, before, after }) => (
        <li key={field} className="min-w-0 break-words text-muted">
          <span className="text-subtle">{fieldName(field)}:</span>{" "}
          {before !== null && (
            <>
              <del className="decoration-subtle">{shownValue(field, before)}</del>
              <span aria-hidden> → </span>
              <span className="sr-only">, now </span>
            </>
          )}
          <ins className="text-fg no-underline">{shownValue(field, after)}</ins>
        </li>
      ))}
    </ul>
  );
}
