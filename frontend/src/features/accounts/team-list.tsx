import { SquarePen, Trash2, Users } from "lucide-react";
import { useState } from "react";
import { asRead } from "@/lib/as-read";
import { plural } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { whenOpen } from "@/lib/when-open";
import { Avatar } from "@/ui/avatar";
import { IconButton } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { done, refused } from "@/ui/toast";
import { type Team, useDeleteTeam, useRestoreTeam, useTeams } from "./api";

const TeamForm = whenOpen(async () => (await import("./team-form")).TeamForm);

/** Teams and who is in them. */
export function TeamList() {
  const query = useTeams();
  if (query.isPending) return <SkeletonRows rows={3} className="h-16" />;
  if (query.isError) return <Failed error={query.error} what="Teams" onRetry={() => void query.refetch()} />;
  if (query.data.items.length === 0) {
    return (
      <Empty icon={<Users aria-hidden />} title="No teams yet">
        A team sees the same threads. Without teams, reps see only what is assigned to them.
      </Empty>
    );
  }
  return (
    <ul className="overflow-hidden rounded-lg border bg-surface">
      {query.data.items.map((team) => (
        <TeamRow key={team.id} team={team} />
      ))}
    </ul>
  );
}

function TeamRow({ team }: { team: Team }) {
  const [asking, setAsking] = useState<"edit" | "delete" | null>(null);
  const remove = useDeleteTeam();
  const restore = useRestoreTeam();
  const writes = useCan("teams:write");
  const params = { path: { team_id: team.id } };
  const undo = () =>
    restore.mutate({ params }, { onError: (error) => refused("The team was not restored", error) });
  return (
    <li className="flex items-center gap-3 border-b px-4 py-3 last:border-0">
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{team.name}</span>
        <span className="block truncate text-sm text-muted">
          {team.members.map(({ name }) => name).join(", ") || "Nobody yet"}
        </span>
      </span>
      <span className="flex -space-x-1.5 max-sm:hidden" title={plural(team.members.length, "member")}>
        {team.members.slice(0, 5).map(({ id, name }) => (
          <Avatar key={id} name={name} className="ring-2 ring-surface" />
        ))}
      </span>
      {writes && (
        <>
          <IconButton label={`Edit ${team.name}`} size="iconSm" onClick={() => setAsking("edit")}>
            <SquarePen aria-hidden />
          </IconButton>
          <IconButton label={`Remove ${team.name}`} size="iconSm" onClick={() => setAsking("delete")}>
            <Trash2 aria-hidden />
          </IconButton>
        </>
      )}
      <TeamForm
        open={asking === "edit"}
        onOpenChange={(open) => setAsking(open ? "edit" : null)}
        team={team}
      />
      <Confirm
        open={asking === "delete"}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`Remove ${team.name}?`}
        action="Remove team"
        onConfirm={() =>
          remove
            .mutateAsync({ params, ...asRead(team) })
            .then(() => done(`${team.name} removed`, undo))
            .catch((error: unknown) => refused("The team was not removed", error))
        }
      >
        Its members stay, and see the work it has. No new work comes to it.
      </Confirm>
    </li>
  );
}
