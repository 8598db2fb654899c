import { useMemo } from "react";
import { sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Line, TagList } from "@/ui/grid-cells";
import type { GridColumn } from "@/ui/grid-types";
import { When } from "@/ui/time";
import { type Contact, usePeople, useTags } from "./api";
import { lifecycles, lifecycleTone } from "./words";

/** What contacts and companies have in common. */
type Person = Pick<Contact, "name" | "owner" | "team" | "lifecycle" | "tags" | "created_at" | "updated_at">;

/** A column of words that one edits as text. */
export const words = <Row, Key extends keyof Row & string>(
  id: Key,
  label: string,
  width: number,
  { sort, type, required }: { sort?: boolean; type?: "url" | "tel"; required?: boolean } = {},
): GridColumn<Row> => ({
  id,
  label,
  width,
  sort: sort ? id : undefined,
  cell: (row) => <Line of={row[id] as string | null} />,
  edit: {
    editor: { kind: "text", type, required },
    value: (row) => row[id],
    patch: (next) => ({ [id]: next }),
    put: (row, next) => ({ ...row, [id]: next }),
  },
});

/** A column of one of a few words. */
export const choice = <Row, Key extends keyof Row & string>(
  id: Key,
  label: string,
  width: number,
  options: { value: string; label: string }[],
  sort = false,
): GridColumn<Row> => ({
  ...words<Row, Key>(id, label, width, { sort }),
  cell: (row) => <Line of={options.find(({ value }) => value === row[id])?.label} />,
  edit: {
    editor: { kind: "choice", options, none: "–" },
    value: (row) => row[id],
    patch: (next) => ({ [id]: next }),
    put: (row, next) => ({ ...row, [id]: next }),
  },
});

const Stage = ({ of }: { of: Person["lifecycle"] }) =>
  of ? <Badge tone={lifecycleTone[of]}>{sentence(of)}</Badge> : <span className="text-subtle">–</span>;

/** The columns of people and of companies that are the same. */
export function useShared<Row extends Person>() {
  const people = usePeople().data?.users;
  const tags = useTags().data?.items;
  return useMemo(() => {
    const users = (people ?? []).map(({ id, name }) => ({ value: id, label: name }));
    const lifecycle: GridColumn<Row> = {
      ...choice<Row, "lifecycle">("lifecycle", "Lifecycle", 120, lifecycles, true),
      brief: true,
      cell: (row) => <Stage of={row.lifecycle} />,
    };
    const owner: GridColumn<Row> = {
      id: "owner",
      label: "Owner",
      width: 140,
      cell: (row) => <Line of={row.owner?.name} />,
      edit: {
        editor: { kind: "choice", options: users, none: "Nobody" },
        value: (row) => row.owner?.id ?? null,
        patch: (next) => ({ owner_id: next }),
        put: (row, next) => {
          const named = users.find(({ value }) => value === next);
          return { ...row, owner: named ? { id: named.value, name: named.label } : null };
        },
      },
    };
    const tagged: GridColumn<Row> = {
      id: "tags",
      label: "Tags",
      width: 168,
      cell: (row) => <TagList tags={row.tags} />,
      edit: {
        editor: { kind: "tags", known: (tags ?? []).map(({ name }) => name) },
        value: (row) => row.tags,
        patch: (next) => ({ tags: next }),
        put: (row, next) => ({ ...row, tags: next as string[] }),
      },
    };
    const team: GridColumn<Row> = {
      id: "team",
      label: "Team",
      width: 128,
      cell: (row) => <Line of={row.team?.name} />,
    };
    const times = (["created_at", "updated_at"] as const).map<GridColumn<Row>>((id) => ({
      id,
      label: id === "created_at" ? "Known since" : "Changed",
      width: 112,
      sort: id,
      cell: (row) => <When at={row[id]} className="text-muted" />,
    }));
    return { lifecycle, owner, tagged, team, times };
  }, [people, tags]);
}
