import { useMemo } from "react";
import { sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { TagList } from "@/ui/grid-cells";
import { choice, chosen, moment, named } from "@/ui/grid-columns";
import type { GridColumn } from "@/ui/grid-types";
import { type Contact, usePeople, useTags } from "./api";
import { lifecycles, lifecycleTone } from "./words";

/** What contacts and companies have in common. */
type Person = Pick<Contact, "name" | "owner" | "team" | "lifecycle" | "tags" | "created_at" | "updated_at">;

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
    const owner = chosen<Row, "owner">("owner", "Owner", 140, users, "Nobody");
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
    const team = named<Row, "team">("team", "Team", 128);
    const times = [
      moment<Row, "created_at">("created_at", "Known since", true),
      moment<Row, "updated_at">("updated_at", "Changed", true),
    ];
    return { lifecycle, owner, tagged, team, times };
  }, [people, tags]);
}
