import { useState } from "react";
import { asRead } from "@/lib/as-read";
import { moment } from "@/lib/format";
import { whenOpen } from "@/lib/when-open";
import { Badge, Dot } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Confirm, Dialog } from "@/ui/dialog";
import { Fact, Facts, Section } from "@/ui/page";
import { Notice } from "@/ui/states";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import { type Subscription, standing, useChange, useRemove, useRestore, useRotate, useTest } from "./api";
import { SecretShown } from "./secret-shown";

const SubscriptionForm = whenOpen(async () => (await import("./subscription-form")).SubscriptionForm);

interface CardProps {
  subscription: Subscription;
  onRemoved: () => void;
}

/** A subscription: how it does, and what one can do about it. */
export function SubscriptionCard({ subscription, onRemoved }: CardProps) {
  const [asking, setAsking] = useState<"edit" | "rotate" | "remove" | null>(null);
  const { label, tone } = standing(subscription);
  const { name, url, types, secrets, is_active, disabled_because, failing_since, last_success_at } =
    subscription;
  const close = (open: boolean) => !open && setAsking(null);
  const leaving = secrets.find(({ expires_at }) => expires_at);
  return (
    <Section
      padded
      title={
        <span className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 truncate">{name}</span>
          <Badge tone={tone}>
            <Dot tone={tone} /> {label}
          </Badge>
        </span>
      }
      aside={<Actions subscription={subscription} onAsk={setAsking} />}
    >
      {disabled_because && <Notice tone="bad">{disabled_because}</Notice>}
      {is_active && failing_since && (
        <Notice tone="warn">
          Nothing has been taken since <When at={failing_since} />. After five days it is switched off.
        </Notice>
      )}
      <Facts className={disabled_because || failing_since ? "mt-4" : undefined}>
        <Fact label="Address">
          <span className="break-all">{url}</span>
        </Fact>
        <Fact label="Events">{types.includes("*") ? "Everything" : types.join(", ")}</Fact>
        <Fact label="Last told">{last_success_at ? <When at={last_success_at} /> : "Nothing yet"}</Fact>
        {leaving?.expires_at && <Fact label="Old secret">Signs too until {moment(leaving.expires_at)}</Fact>}
      </Facts>
      <SubscriptionForm open={asking === "edit"} onOpenChange={close} subscription={subscription} />
      {asking === "rotate" && <Rotate subscription={subscription} onClose={() => setAsking(null)} />}
      <Remove
        subscription={subscription}
        open={asking === "remove"}
        onOpenChange={close}
        onRemoved={onRemoved}
      />
    </Section>
  );
}

interface ActionsProps {
  subscription: Subscription;
  onAsk: (what: "edit" | "rotate" | "remove") => void;
}

function Actions({ subscription, onAsk }: ActionsProps) {
  const change = useChange();
  const test = useTest();
  const params = { path: { subscription_id: subscription.id } };
  const turn = () =>
    change.mutate(
      { params, body: { is_active: !subscription.is_active }, ...asRead(subscription) },
      {
        onSuccess: ({ is_active, name }) => done(is_active ? `${name} is told again` : `${name} is paused`),
        onError: (error) => refused("The webhook was not changed", error),
      },
    );
  const send = () =>
    test.mutate(
      { params },
      {
        onSuccess: () => done("A test event is on its way"),
        onError: (error) => refused("No test event was sent", error),
      },
    );
  return (
    <span className="flex flex-wrap gap-2">
      <Button size="sm" busy={test.isPending} onClick={send}>
        Send a test event
      </Button>
      <Button size="sm" onClick={() => onAsk("edit")}>
        Edit
      </Button>
      <Button size="sm" busy={change.isPending} onClick={turn}>
        {subscription.is_active ? "Pause" : "Switch on"}
      </Button>
      <Button size="sm" onClick={() => onAsk("rotate")}>
        Rotate secret
      </Button>
      <Button size="sm" tone="danger" onClick={() => onAsk("remove")}>
        Remove
      </Button>
    </span>
  );
}

function Rotate({ subscription, onClose }: { subscription: Subscription; onClose: () => void }) {
  const rotate = useRotate();
  const [made, setMade] = useState<{ secret: string; overlap_until: string } | null>(null);
  if (made) {
    return (
      <Dialog open onOpenChange={(open) => !open && onClose()} title={`New secret of ${subscription.name}`}>
        <Notice className="mb-4">Until {moment(made.overlap_until)} the old one signs too.</Notice>
        <SecretShown secret={made.secret} onDone={onClose} />
      </Dialog>
    );
  }
  return (
    <Confirm
      open
      stay
      onOpenChange={(open) => !open && onClose()}
      title={`Rotate the secret of ${subscription.name}?`}
      action="Make a new secret"
      onConfirm={() =>
        rotate
          .mutateAsync({ params: { path: { subscription_id: subscription.id } } })
          .then(setMade)
          .catch((error: unknown) => refused("The secret was not rotated", error))
      }
    >
      For a day every webhook carries both signatures, so that nothing is refused while you change it over.
    </Confirm>
  );
}

interface RemoveProps extends CardProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

function Remove({ subscription, open, onOpenChange, onRemoved }: RemoveProps) {
  const remove = useRemove();
  const restore = useRestore();
  const params = { path: { subscription_id: subscription.id } };
  const undo = () =>
    restore.mutate({ params }, { onError: (error) => refused("The webhook was not restored", error) });
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title={`Remove ${subscription.name}?`}
      action="Remove webhook"
      onConfirm={() =>
        remove
          .mutateAsync({ params })
          .then(() => {
            done(`${subscription.name} removed`, undo);
            onRemoved();
          })
          .catch((error: unknown) => refused("The webhook was not removed", error))
      }
    >
      It is told nothing more, also nothing that still waits. It can be brought back for 30 days.
    </Confirm>
  );
}
