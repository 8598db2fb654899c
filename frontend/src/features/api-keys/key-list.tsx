import { KeyRound } from "lucide-react";
import { useState } from "react";
import { rowsOf } from "@/lib/api";
import { useNow } from "@/lib/clock";
import { day, plural } from "@/lib/format";
import { useMe } from "@/lib/session";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { More } from "@/ui/more";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import { type ApiKey, standing, useKeys, useRevokeKey } from "./api";

/** One's own keys; an admin sees everybody's. */
export function KeyList({ action }: { action?: React.ReactNode }) {
  const query = useKeys();
  const rows = rowsOf(query.data);
  if (query.isPending) return <SkeletonRows rows={4} className="h-16" />;
  if (query.isError) {
    return <Failed error={query.error} what="API keys" onRetry={() => void query.refetch()} />;
  }
  if (rows.length === 0) {
    return (
      <Empty icon={<KeyRound aria-hidden />} title="No API key yet" action={action}>
        With a key another program reads and writes here in your name, as far as you allow it.
      </Empty>
    );
  }
  return (
    <>
      <ul className="overflow-hidden rounded-lg border bg-surface">
        {rows.map((key) => (
          <KeyRow key={key.id} row={key} />
        ))}
      </ul>
      <More query={query} />
    </>
  );
}

function KeyRow({ row }: { row: ApiKey }) {
  const me = useMe();
  const now = useNow();
  const revoke = useRevokeKey();
  const [asking, setAsking] = useState(false);
  const { label, tone } = standing(row, now);
  const take = () =>
    revoke
      .mutateAsync({ params: { path: { key_id: row.id } } })
      .then(() => done(`${row.name} is revoked`))
      .catch((error: unknown) => refused("The key was not revoked", error));
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2.5 last:border-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 truncate font-medium">{row.name}</span>
          <Badge tone={tone}>{label}</Badge>
          {row.owner.id !== me.id && <Badge>{row.owner.name}</Badge>}
        </p>
        <p className="text-sm text-muted">
          <code className="font-mono text-xs">{row.prefix}…</code> ·{" "}
          <span title={row.scopes.join(", ")}>{plural(row.scopes.length, "permission")}</span> ·{" "}
          {row.last_used_at ? (
            <>
              used <When at={row.last_used_at} />
            </>
          ) : (
            "never used"
          )}
          {row.expires_at && !row.revoked_at && ` · ends ${day(row.expires_at)}`}
        </p>
      </div>
      {label === "Active" && (
        <Button size="sm" tone="danger" aria-label={`Revoke ${row.name}`} onClick={() => setAsking(true)}>
          Revoke
        </Button>
      )}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Revoke ${row.name}?`}
        action="Revoke key"
        onConfirm={take}
      >
        Programs that use it are shut out within seconds. It cannot be brought back.
      </Confirm>
    </li>
  );
}
