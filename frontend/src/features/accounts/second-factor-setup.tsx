import { useState } from "react";
import * as z from "zod/mini";
import type { Schema } from "@/lib/api";
import { Button } from "@/ui/button";
import { CopyField } from "@/ui/copy";
import { useConfirmFactor, useSetUpFactor } from "./api";
import { AuthForm } from "./auth-form";
import { appCode } from "./code-form";
import { RecoveryCodes } from "./recovery-codes";

type Setup = Schema["SecondFactorSetup"];

const password = z.object({ password: z.string().check(z.minLength(1, "Type your password")) });

interface SetupProps {
  onDone: () => Promise<unknown> | undefined;
  onCancel?: () => void;
}

/** Password, then the app, then the recovery codes. */
export function SecondFactorSetup({ onDone, onCancel }: SetupProps) {
  const [setup, setSetup] = useState<Setup | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const start = useSetUpFactor();
  const confirm = useConfirmFactor();
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  const cancel = onCancel && (
    <Button tone="quiet" onClick={onCancel}>
      Cancel
    </Button>
  );
  if (!setup) {
    return (
      <AuthForm
        key="password"
        schema={password}
        defaults={{ password: "" }}
        questions={[
          {
            name: "password",
            label: "Your password",
            type: "password",
            autoComplete: "current-password",
            focused: true,
            hint: "Asked for again, because this changes how you sign in.",
          },
        ]}
        action="Continue"
        onSubmit={(body) => start.mutateAsync({ body }).then(setSetup)}
      >
        {cancel}
      </AuthForm>
    );
  }
  return (
    <div className="grid gap-5">
      <AppAddress setup={setup} />
      <AuthForm
        key="code"
        schema={appCode}
        defaults={{ code: "" }}
        questions={[
          {
            name: "code",
            label: "Code",
            autoComplete: "one-time-code",
            inputMode: "numeric",
            focused: true,
            hint: "The 6 digits that the app shows now.",
          },
        ]}
        action="Turn it on"
        onSubmit={(body) => confirm.mutateAsync({ body }).then((made) => setCodes(made.recovery_codes))}
      >
        {cancel}
      </AuthForm>
    </div>
  );
}

const AppAddress = ({ setup }: { setup: Setup }) => (
  <div className="grid gap-4">
    <p className="text-muted">Scan this with an authenticator app, or type the secret into it.</p>
    <img
      src={setup.qr_code}
      alt="QR code for an authenticator app"
      className="size-48 justify-self-center rounded-md border bg-white"
    />
    <CopyField label="Secret" value={setup.secret} />
    <a href={setup.otpauth_uri} className="justify-self-start text-sm text-accent-text hover:underline">
      Open the app on this device
    </a>
  </div>
);
