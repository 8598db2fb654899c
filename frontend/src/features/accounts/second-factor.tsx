import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { moment } from "@/lib/format";
import { soon } from "@/lib/soon";
import { whenOpen } from "@/lib/when-open";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Fact, Facts, Section } from "@/ui/page";
import { Failed, Notice, SkeletonRows } from "@/ui/states";
import { useSecondFactor } from "./api";

const RemoveFactor = whenOpen(async () => (await import("./remove-factor")).RemoveFactor);

const SecondFactorSetup = soon(
  async () => (await import("./second-factor-setup")).SecondFactorSetup,
  <SkeletonRows rows={4} />,
);

/** Whether a stolen password is enough to come in, and what to do about it. */
export function SecondFactor() {
  const query = useSecondFactor();
  const [settingUp, setSettingUp] = useState(false);
  const [removing, setRemoving] = useState(false);
  const status = query.data;
  if (settingUp) {
    const stop = () => setSettingUp(false);
    return (
      <Section title="Set up a second factor" padded>
        <div className="max-w-sm">
          <SecondFactorSetup
            onCancel={stop}
            onDone={() => {
              stop();
              return undefined;
            }}
          />
        </div>
      </Section>
    );
  }
  if (query.isPending) {
    return (
      <Section title="Second factor">
        <SkeletonRows rows={2} />
      </Section>
    );
  }
  if (!status) {
    return <Failed error={query.error} what="The second factor" onRetry={() => void query.refetch()} />;
  }
  return (
    <Section
      title="Second factor"
      note="A code of an authenticator app besides the password, so that a stolen password alone lets nobody in."
      aside={
        status.enabled_at ? (
          <Button tone="danger" onClick={() => setRemoving(true)}>
            Remove
          </Button>
        ) : (
          <Button tone="primary" onClick={() => setSettingUp(true)}>
            Set up
          </Button>
        )
      }
      padded
    >
      {status.enabled_at ? (
        <On since={status.enabled_at} left={status.recovery_codes_left} />
      ) : (
        <Notice tone={status.required ? "warn" : "info"}>
          {status.required
            ? "Off. Admins need one here: set it up now."
            : "Off. Whoever learns your password can sign in as you."}
        </Notice>
      )}
      <RemoveFactor open={removing} onOpenChange={setRemoving} required={status.required} />
    </Section>
  );
}

const On = ({ since, left }: { since: string; left: number }) => (
  <div className="grid gap-3">
    <Facts>
      <Fact label="State">
        <Badge tone="ok">
          <ShieldCheck aria-hidden /> On since {moment(since)}
        </Badge>
      </Fact>
      <Fact label="Recovery codes">{left} of 10 left</Fact>
    </Facts>
    {left <= 3 && (
      <Notice tone="warn">
        Few recovery codes are left. Remove the second factor and set it up anew for ten more.
      </Notice>
    )}
  </div>
);
