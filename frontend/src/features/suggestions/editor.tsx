import { useState } from "react";
import { modKey } from "@/lib/keyboard";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";

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
      className="pb-4"
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
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel();
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && ready) onSend(text);
        }}
        className="block field-sizing-content max-h-[50vh] min-h-40 w-full resize-y rounded-md border border-control-line bg-surface p-3 leading-6"
      />
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button type="submit" tone="primary" disabled={!ready}>
          {changed ? "Send as edited" : "Send unchanged"} <KeyHint>{modKey} ↵</KeyHint>
        </Button>
        <Button onClick={onCancel}>Back to the draft</Button>
        <span className="text-sm text-subtle">The facts are checked again before it leaves.</span>
      </div>
    </form>
  );
}
