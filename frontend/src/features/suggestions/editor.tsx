import { useState } from "react";
import { modKey } from "@/lib/keyboard";
import { linesIn } from "@/lib/lines";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";

/** The whole of it, with its buttons: when it opens, and as it grows. */
function inSight(form: HTMLFormElement | null): void {
  form?.scrollIntoView?.({ block: "nearest" });
}

interface EditorProps {
  body: string;
  onSend: (body: string) => void;
  onCancel: () => void;
}

/** Change the draft before it leaves; the difference is what the AI learns from. */
export function DraftEditor({ body, onSend, onCancel }: EditorProps) {
  const [text, setText] = useState(body);
  const changed = text.trim() !== body.trim();
  const ready = text.trim().length > 0;
  return (
    <form
      ref={inSight}
      data-draft-editor
      className="scroll-mt-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onSend(text);
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
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && ready) onSend(text);
        }}
        rows={linesIn(text, 8, 24)}
        className="block field-sizing-content max-h-[60dvh] min-h-48 w-full resize-y rounded-md border border-control-line bg-surface p-3 leading-6 max-md:text-md"
      />
      <div className="sticky bottom-0 z-10 -mx-4 mt-3 flex flex-wrap items-center gap-2 border-t bg-surface px-4 py-3">
        <Button type="submit" tone="primary" disabled={!ready}>
          {changed ? "Send as edited" : "Send unchanged"} <KeyHint>{modKey} ↵</KeyHint>
        </Button>
        <Button onClick={onCancel}>Back to the draft</Button>
        <span className="text-sm text-subtle">The facts are checked again before it leaves.</span>
      </div>
    </form>
  );
}
