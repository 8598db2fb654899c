import { useState } from "react";
import { Button } from "@/ui/button";
import { Dialog, DialogActions } from "@/ui/dialog";
import { Field, Select, Textarea } from "@/ui/field";
import { Kbd } from "@/ui/kbd";
import type { RejectKind } from "./api";
import { rejectKinds, rejectReasons } from "./words";

interface RejectProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onReject: (reason: string, kind: RejectKind) => void;
}

/** Why not: one of the usual reasons by a digit, or in words. The reason trains the AI. */
export function RejectDialog({ open, onOpenChange, onReject }: RejectProps) {
  const [words, setWords] = useState("");
  const [kind, setKind] = useState<RejectKind>("other");
  const reject = (reason: string, about: RejectKind) => {
    onOpenChange(false);
    setWords("");
    onReject(reason, about);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Reject this draft"
      description="Nothing is sent. The thread stays open, and the AI learns from the reason."
      onKeyDown={(event) => {
        const chosen = rejectReasons[Number(event.key) - 1];
        if (chosen && !(event.target instanceof HTMLTextAreaElement)) reject(chosen.words, chosen.kind);
      }}
    >
      <ul className="grid gap-1.5">
        {rejectReasons.map((reason, index) => (
          <li key={reason.words}>
            <Button className="w-full justify-start" onClick={() => reject(reason.words, reason.kind)}>
              <Kbd className="mr-1">{index + 1}</Kbd> {reason.words}
            </Button>
          </li>
        ))}
      </ul>
      <Field label="Or in your words" optional className="mt-4">
        {(wiring) => (
          <Textarea {...wiring} rows={2} value={words} onChange={(event) => setWords(event.target.value)} />
        )}
      </Field>
      {words.trim() && (
        <Field label="What is wrong" className="mt-3">
          {(wiring) => (
            <Select {...wiring} value={kind} onChange={(event) => setKind(event.target.value as RejectKind)}>
              {Object.entries(rejectKinds).map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <DialogActions>
        <Button onClick={() => onOpenChange(false)}>Keep the draft</Button>
        <Button tone="dangerSolid" disabled={!words.trim()} onClick={() => reject(words.trim(), kind)}>
          Reject
        </Button>
      </DialogActions>
    </Dialog>
  );
}
