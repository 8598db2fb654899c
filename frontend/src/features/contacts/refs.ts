import type { Schema } from "@/lib/api";
import type { Refs } from "@/ui/filter-choices";

/** Users and teams that a filter can name; "me" is whoever looks. */
export const peopleOf = (directory: Schema["Directory"] | undefined): Refs => ({
  user: [
    { value: "me", label: "me" },
    ...(directory?.users ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ],
  team: (directory?.teams ?? []).map(({ id, name }) => ({ value: id, label: name })),
});
