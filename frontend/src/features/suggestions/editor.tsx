import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { modKey } from "@/lib/keyboard";
import { linesIn } from "@/lib/lines";
import { problemOf } from "@/lib/problem";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { Notice } from "@/ui/states";
import { UNCONFIRMED } from "./api";

/** The whole of it, with its buttons: when it opens, and as it grows. */
function inSight(form: HTMLFormElement | null): void {
  form?.scrollIntoView?.({ block: "nearest" });
}

interface EditorProps {
  body: string;
  /** Rejected where the server refuses; `knowingly`: the person has seen what nothing confirms. */
  onSend: (body: string, knowingly: boolean) => Promise<void>;
  onCancel: () => void;
}

/** Send the text; what nothing confirms in it comes back, to be changed or sent by a choice of its own. */
function useSending(text: string, onSend: EditorProps["onSend"]) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState({ text: "", statements: [] as string[] });
  const send = async (knowingly: boolean) => {
    if (busy || !text.trim()) return;
    setBusy(true);
    try {
      await onSend(text, knowingly);
    } catch (error) {
      const problem = problemOf(error);
      // Any other refusal was told by the decision itself.
      const statements = problem.errors.map(({ message }) => message);
      if (problem.code === UNCONFIRMED) setRefused({ text, statements });
    }
    setBusy(false);
  };
  return { busy, send, unconfirmed: refused.text === text ? refused.statements : [] };
}

/** Change the draft before it leaves; the difference is what the AI learns from. */
export function DraftEditor({ body, onSend, onCancel }: EditorProps) {
  const [text, setText] = useState(body);
  const { busy, send, unconfirmed } = useSending(text, onSend);
  const changed = text.trim() !== body.trim();
  return (
    <form
      ref={inSight}
      data-draft-editor
      className="scroll-mt-2"
      onSubmit={(event) => {
        event.preventDefault();
        void send(false);
      }}
    >
      <textarea
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit
        autoFocus
        value={text}
        aria-label="Edit the draft"
        onChange={(event) => {
          setText(event.target.value);
          inSight(event.target.form);
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel();
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send(false);
        }}
        rows={linesIn(text, 8, 24)}
        className="block field-sizing-content max-h-[60dvh] min-h-48 w-full resize-y rounded-md border border-control-line bg-surface p-3 leading-6 max-md:text-md"
      />
      <div className="sticky bottom-0 z-10 -mx-4 mt-3 flex flex-wrap items-center gap-2 border-t bg-surface px-4 py-3">
        {unconfirmed.length > 0 && (
          <Unconfirmed statements={unconfirmed} busy={busy} onSend={() => void send(true)} />
        )}
        <Button type="submit" tone="primary" busy={busy} disabled={!text.trim()}>
          {changed ? "Send as edited" : "Send unchanged"} <KeyHint>{modKey} ↵</KeyHint>
        </Button>
        <Button onClick={onCancel}>Back to the draft</Button>
        <span className="text-sm text-subtle">The facts are checked again before it leaves.</span>
      </div>
    </form>
  );
}

const SHOWN = 5;

function Unconfirmed(props: { statements: string[]; busy: boolean; onSend: () => void }) {
  const { statements, busy, onSend } = props;
  const more = statements.length - SHOWN;
  return (
    <Notice tone="bad" icon={<TriangleAlert aria-hidden />} className="basis-full">
      <p className="font-medium">Not sent yet: catalogue and articles do not say this</p>
      <ul className="mt-0.5 [overflow-wrap:anywhere]">
        {statements.slice(0, SHOWN).map((statement) => (
          <li key={statement}>{statement}</li>
        ))}
        {more > 0 && <li>And {more.toString()} more.</li>}
      </ul>
      <p className="mt-2 flex flex-wrap items-center gap-2">
        <Button size="sm" onClick={onSend} busy={busy}>
          Send it anyway
        </Button>
        Only if you know it to be so. It is kept with the reply that you did.
      </p>
    </Notice>
  );
}
