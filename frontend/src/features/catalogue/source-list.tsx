import { Cable, Ellipsis, KeyRound, Pause, Play } from "lucide-react";
import { useState } from "react";
import { asRead } from "@/lib/as-read";
import { count } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { Badge } from "@/ui/badge";
import { IconButton } from "@/ui/button";
import { CopyField } from "@/ui/copy";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/menu";
import { Fact, Facts, Section } from "@/ui/page";
import { RotateSecret } from "@/ui/secret";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import { type Source, sourceKinds, useChangeSource, useRotateSource, useSources } from "./api";

/** Where products come from, and whether they still do. */
export function SourceList() {
  const query = useSources();
  if (query.isPending) return <SkeletonRows rows={3} className="h-24" />;
  if (query.isError)
    return <Failed error={query.error} what="Sources" onRetry={() => void query.refetch()} />;
  if (query.data.items.length === 0) {
    return (
      <Empty icon={<Cable aria-hidden />} title="No source yet">
        Create one, then give its address and secret to the shop that should post here.
      </Empty>
    );
  }
  return (
    <div className="grid gap-4">
      {query.data.items.map((source) => (
        <SourceCard key={source.id} source={source} />
      ))}
    </div>
  );
}

function SourceCard({ source }: { source: Source }) {
  const writes = useCan("sources:write");
  return (
    <Section
      padded
      title={
        <span className="flex flex-wrap items-center gap-2">
          {source.name}
          <Badge>{sourceKinds[source.kind] ?? source.kind}</Badge>
          {!source.is_active && <Badge tone="warn">Paused</Badge>}
        </span>
      }
      aside={writes && <SourceMenu source={source} />}
    >
      <div className="grid gap-4 lg:grid-cols-[1fr_22rem]">
        <CopyField label="Webhook address" value={`${location.origin}${source.webhook_path}`} />
        <Facts>
          <Fact label="Products">{count(source.product_count)}</Fact>
          <Fact label="Last event">
            {source.last_event_at ? <When at={source.last_event_at} /> : "Nothing has arrived yet"}
          </Fact>
          {source.feed_url && <Fact label="Feed">{source.feed_url}</Fact>}
          {source.poll_minutes && <Fact label="Polled">every {source.poll_minutes} min</Fact>}
        </Facts>
      </div>
    </Section>
  );
}

function SourceMenu({ source }: { source: Source }) {
  const [asking, setAsking] = useState(false);
  const change = useChangeSource();
  const rotate = useRotateSource();
  const params = { path: { source_id: source.id } };
  const pause = () =>
    change.mutate(
      { params, body: { is_active: !source.is_active }, ...asRead(source) },
      {
        onSuccess: () =>
          done(source.is_active ? `${source.name} is paused` : `${source.name} takes deliveries again`),
        onError: (error) => refused("The source was not changed", error),
      },
    );
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <IconButton label={`More about ${source.name}`} size="iconSm">
            <Ellipsis aria-hidden />
          </IconButton>
        </MenuTrigger>
        <MenuContent>
          <MenuItem onSelect={() => setAsking(true)}>
            <KeyRound aria-hidden /> Rotate the secret
          </MenuItem>
          <MenuItem onSelect={pause}>
            {source.is_active ? <Pause aria-hidden /> : <Play aria-hidden />}
            {source.is_active ? "Pause" : "Resume"}
          </MenuItem>
        </MenuContent>
      </Menu>
      {asking && (
        <RotateSecret
          name={source.name}
          path={source.webhook_path}
          rotate={() => rotate.mutateAsync({ params })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
