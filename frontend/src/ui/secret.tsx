import { useState } from "react";
import { moment } from "@/lib/format";
import { Button } from "./button";
import { CopyField } from "./copy";
import { Confirm, Dialog, DialogActions } from "./dialog";
import { Notice } from "./states";
import { refused } from "./toast";

/** Where to post and how to sign: the secret is shown this once. */
export function SecretOnce({ path, secret, onDone }: { path: string; secret: string; onDone: () => void }) {
  return (
    <div className="grid gap-4">
      <CopyField label="Webhook address" value={`${location.origin}${path}`} />
      <CopyField label="Secret" value={secret} />
      <Notice tone="warn">The secret is shown only now. Copy it to the system that posts here.</Notice>
      <DialogActions>
        <Button tone="primary" onClick={onDone}>
          I have copied it
        </Button>
      </DialogActions>
    </div>
  );
}

interface RotateProps {
  name: string;
  path: string;
  rotate: () => Promise<{ secret: string; overlap_until: string }>;
  onClose: () => void;
}

/** Ask, make a new secret, show it once. */
export function RotateSecret({ name, path, rotate, onClose }: RotateProps) {
  const [made, setMade] = useState<{ secret: string; overlap_until: string } | null>(null);
  if (!made) {
    return (
      <Confirm
        open
        stay
        onOpenChange={(open) => !open && onClose()}
        title={`Rotate the secret of ${name}?`}
        action="Make a new secret"
        onConfirm={() =>
          rotate()
            .then(setMade)
            .catch((error: unknown) => refused("The secret was not rotated", error))
        }
      >
        The old secret keeps working for a while, so that nothing is lost while you change it over.
      </Confirm>
    );
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`New secret of ${name}`}>
      <Notice className="mb-4">The old secret works until {moment(made.overlap_until)}.</Notice>
      <SecretOnce path={path} secret={made.secret} onDone={onClose} />
    </Dialog>
  );
}
