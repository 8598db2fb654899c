import { useRouter } from "@tanstack/react-router";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import * as z from "zod/mini";
import { moment } from "@/lib/format";
import { refresh } from "@/lib/session";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Fact, Facts, Section } from "@/ui/page";
import { Failed, Notice, SkeletonRows } from "@/ui/states";
import { done } from "@/ui/toast";
import { useRemoveFactor, useSecondFactor } from "./api";
import { AuthForm } from "./auth-form";
import { SecondFactorSetup } from "./second-factor-setup";

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

const proof = z.object({
  password: z.string().check(z.minLength(1, "Type your password")),
  code: z.string().check(z.trim(), z.minLength(1, "Type a code of the app, or a recovery code")),
});

interface RemoveProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  required: boolean;
}

function RemoveFactor({ open, onOpenChange, required }: RemoveProps) {
  const remove = useRemoveFactor();
  const router = useRouter();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Remove the second factor?"
      description={
        required
          ? "Admins need one here: you will be asked to set up another at once."
          : "From then on the password alone lets you in. Your other sessions are signed out."
      }
    >
      <AuthForm
        schema={proof}
        defaults={{ password: "", code: "" }}
        questions={[
          { name: "password", label: "Your password", type: "password", autoComplete: "current-password" },
          {
            name: "code",
            label: "Code",
            autoComplete: "one-time-code",
            hint: "The app's 6 digits, or a recovery code.",
          },
        ]}
        action="Remove it"
        onSubmit={async (body) => {
          await remove.mutateAsync({ body });
          onOpenChange(false);
          done("The second factor is off");
          // The session does not know yet; then the router leads to setting up another.
          if (required && (await refresh())) await router.invalidate();
        }}
      />
    </Dialog>
  );
}
