import { Download } from "lucide-react";
import { useState } from "react";
import { problemOf } from "@/lib/problem";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy";
import { DialogActions } from "@/ui/dialog";
import { Notice } from "@/ui/states";

function save(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "mancrel-recovery-codes.txt";
  link.click();
  // Not at once: some browsers read the address only after the click was handled.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

interface RecoveryCodesProps {
  codes: string[];
  onDone: () => Promise<unknown> | undefined;
}

/** The way in when the app is lost, shown this once. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const text = codes.join("\n");
  const leave = async () => {
    setBusy(true);
    try {
      await onDone();
    } catch (error) {
      setProblem(problemOf(error).detail);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="grid gap-4">
      <Notice tone="ok">The second factor is on. Your other sessions were signed out.</Notice>
      <div>
        <h3 className="text-base font-medium">Recovery codes</h3>
        <p className="mt-1 text-sm text-muted">
          Each lets you in once when the app is lost. They are shown only now: keep them where you will find
          them without your phone.
        </p>
      </div>
      <ul
        aria-label="Recovery codes"
        className="grid grid-cols-2 gap-x-4 gap-y-1.5 rounded-md border bg-sunken p-3 font-mono text-sm select-text"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton value={text} label="Copy the codes" />
        <Button onClick={() => save(`Mancrel recovery codes, each good once\n\n${text}\n`)}>
          <Download aria-hidden /> Download
        </Button>
      </div>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <DialogActions>
        <Button tone="primary" busy={busy} onClick={() => void leave()}>
          I have kept them
        </Button>
      </DialogActions>
    </div>
  );
}
