import { type ReactNode, useState } from "react";
import { useCan } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { Dialog, DialogActions } from "@/ui/dialog";
import { Field, Textarea } from "@/ui/field";
import { type Replay, useActivate } from "./api";

/** Put a replayed configuration to work: at once, after a second look, or with a reason. */
export function Activate({ replay }: { replay: Replay }) {
  const [asking, setAsking] = useState(false);
  const activate = useActivate();
  const writes = useCan("settings:write");
  if (!writes) return null;
  const passed = replay.verdict === "pass";
  const run = (reason?: string) => {
    setAsking(false);
    activate.mutate({ replay, reason });
  };
  return (
    <>
      <Button
        tone={passed ? "primary" : "plain"}
        busy={activate.isPending}
        onClick={() => (passed && !replay.warning ? run() : setAsking(true))}
      >
        {passed ? "Activate" : "Activate anyway"}
      </Button>
      {passed ? (
        <Fewer replay={replay} open={asking} onOpenChange={setAsking} onActivate={() => run()} />
      ) : (
        <Refused open={asking} onOpenChange={setAsking} onActivate={run} />
      )}
    </>
  );
}

interface AskProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** What sends much less than now is meant to, or a mistake that nobody would notice. */
function Fewer({ replay, onActivate, ...dialog }: AskProps & { replay: Replay; onActivate: () => void }) {
  return (
    <Dialog
      {...dialog}
      title="Let less leave by itself?"
      description={`${replay.warning ?? ""} Your name is kept with it.`}
    >
      <Answers onLeave={() => dialog.onOpenChange(false)}>
        <Button tone="primary" onClick={onActivate}>
          Activate
        </Button>
      </Answers>
    </Dialog>
  );
}

/** What the replay refused acts only on an admin's word. */
function Refused({ onActivate, ...dialog }: AskProps & { onActivate: (reason: string) => void }) {
  const [reason, setReason] = useState("");
  return (
    <Dialog
      {...dialog}
      title="Activate what the replay refused"
      description="Your name and the reason are kept and shown here."
    >
      <Field label="Reason">
        {(wiring) => (
          <Textarea {...wiring} rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      <Answers onLeave={() => dialog.onOpenChange(false)}>
        <Button tone="dangerSolid" disabled={!reason.trim()} onClick={() => onActivate(reason.trim())}>
          Activate
        </Button>
      </Answers>
    </Dialog>
  );
}

const Answers = ({ onLeave, children }: { onLeave: () => void; children: ReactNode }) => (
  <DialogActions>
    <Button onClick={onLeave}>Leave it</Button>
    {children}
  </DialogActions>
);
