import { Ellipsis, KeyRound, Mail, Pause, Play, SquarePen, Trash2 } from "lucide-react";
import { useState } from "react";
import { asRead } from "@/lib/as-read";
import { useCan } from "@/lib/permissions";
import { whenOpen } from "@/lib/when-open";
import { Badge, Dot } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { CopyField } from "@/ui/copy";
import { Confirm } from "@/ui/dialog";
import { Menu, MenuContent, MenuItem, MenuLine, MenuTrigger } from "@/ui/menu";
import { Fact, Facts, Section } from "@/ui/page";
import { RotateSecret } from "@/ui/secret";
import { Empty, Failed, Notice, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import {
  type Channel,
  healthWords,
  kindNames,
  setting,
  useChangeChannel,
  useChannels,
  useDeleteChannel,
  useRecoverChannel,
  useRestoreChannel,
  useRotateChannel,
} from "./api";

const ChannelForm = whenOpen(async () => (await import("./channel-form")).ChannelForm);

/** How messages come in and leave, and whether they do. */
export function ChannelList({ onCreate }: { onCreate?: () => void }) {
  const query = useChannels();
  if (query.isPending) return <SkeletonRows rows={3} className="h-24" />;
  if (query.isError)
    return <Failed error={query.error} what="Channels" onRetry={() => void query.refetch()} />;
  if (query.data.items.length === 0) {
    return (
      <Empty
        icon={<Mail aria-hidden />}
        title="No channel yet"
        action={
          onCreate && (
            <Button tone="primary" onClick={onCreate}>
              Create the first one
            </Button>
          )
        }
      >
        Create an e-mail channel and forward the shop's mail to its address.
      </Empty>
    );
  }
  return (
    <div className="grid gap-4">
      {query.data.items.map((channel) => (
        <ChannelCard key={channel.id} channel={channel} />
      ))}
    </div>
  );
}

function ChannelCard({ channel }: { channel: Channel }) {
  const writes = useCan("channels:write");
  const health = healthWords[channel.health];
  return (
    <Section
      padded
      title={
        <span className="flex flex-wrap items-center gap-2">
          {channel.name}
          <Badge>{kindNames[channel.kind] ?? channel.kind}</Badge>
          {channel.is_active ? (
            <Badge tone={health.tone}>
              <Dot tone={health.tone} /> {health.label}
            </Badge>
          ) : (
            <Badge tone="warn">Paused</Badge>
          )}
        </span>
      }
      aside={writes && <ChannelMenu channel={channel} />}
    >
      {channel.failing_because && <Unhealthy channel={channel} />}
      <div className="grid gap-4 lg:grid-cols-[1fr_22rem]">
        <CopyField label="Webhook address" value={`${location.origin}${channel.webhook_path}`} />
        <Facts>
          <Fact label="Sends as">{setting(channel, "address") || "Not set"}</Fact>
          <Fact label="Team">{channel.team?.name ?? "Everybody"}</Fact>
          <Fact label="Last message">
            {channel.last_received_at ? <When at={channel.last_received_at} /> : "Nothing has arrived yet"}
          </Fact>
        </Facts>
      </div>
    </Section>
  );
}

/** Why nothing leaves by itself, and the way back for who has mended it. */
function Unhealthy({ channel }: { channel: Channel }) {
  const writes = useCan("channels:write");
  const recover = useRecoverChannel();
  const run = () =>
    recover.mutate(
      { params: { path: { channel_id: channel.id } } },
      {
        onSuccess: () => done(`${channel.name} is taken as healthy. Replies may leave by themselves again.`),
        onError: (error) => refused("The channel was not changed", error),
      },
    );
  return (
    <Notice tone="bad" className="mb-4 items-center">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="min-w-0 flex-1 basis-60">
          Messages fail to leave{" "}
          {channel.failing_since && (
            <>
              (since <When at={channel.failing_since} />)
            </>
          )}
          : {channel.failing_because}. Nothing leaves by itself until one gets through.
        </span>
        {writes && (
          <Button size="sm" onClick={run} busy={recover.isPending}>
            It works again
          </Button>
        )}
      </span>
    </Notice>
  );
}

function ChannelMenu({ channel }: { channel: Channel }) {
  const [asking, setAsking] = useState<"edit" | "rotate" | "delete" | null>(null);
  const change = useChangeChannel();
  const remove = useDeleteChannel();
  const restore = useRestoreChannel();
  const rotate = useRotateChannel();
  const params = { path: { channel_id: channel.id } };
  const pause = () =>
    change.mutate(
      { params, body: { is_active: !channel.is_active }, ...asRead(channel) },
      {
        onSuccess: () =>
          done(channel.is_active ? `${channel.name} is paused` : `${channel.name} works again`),
        onError: (error) => refused("The channel was not changed", error),
      },
    );
  const undo = () =>
    restore.mutate({ params }, { onError: (error) => refused("The channel was not restored", error) });
  const close = () => setAsking(null);
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <IconButton label={`More about ${channel.name}`} size="iconSm">
            <Ellipsis aria-hidden />
          </IconButton>
        </MenuTrigger>
        <MenuContent>
          <MenuItem onSelect={() => setAsking("edit")}>
            <SquarePen aria-hidden /> Edit
          </MenuItem>
          <MenuItem onSelect={() => setAsking("rotate")}>
            <KeyRound aria-hidden /> Rotate the secret
          </MenuItem>
          <MenuItem onSelect={pause}>
            {channel.is_active ? <Pause aria-hidden /> : <Play aria-hidden />}
            {channel.is_active ? "Pause" : "Resume"}
          </MenuItem>
          <MenuLine />
          <MenuItem danger onSelect={() => setAsking("delete")}>
            <Trash2 aria-hidden /> Remove
          </MenuItem>
        </MenuContent>
      </Menu>
      <ChannelForm open={asking === "edit"} onOpenChange={(open) => !open && close()} channel={channel} />
      {asking === "rotate" && (
        <RotateSecret
          name={channel.name}
          path={channel.webhook_path}
          rotate={() => rotate.mutateAsync({ params })}
          onClose={close}
        />
      )}
      <Confirm
        open={asking === "delete"}
        onOpenChange={(open) => !open && close()}
        title={`Remove ${channel.name}?`}
        action="Remove channel"
        onConfirm={() =>
          remove
            .mutateAsync({ params })
            .then(() => done(`${channel.name} removed`, undo))
            .catch((error: unknown) => refused("The channel was not removed", error))
        }
      >
        Mail posted to its address will be refused. The threads it brought stay.
      </Confirm>
    </>
  );
}
