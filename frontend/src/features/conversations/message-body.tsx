import { Download, Ellipsis, Paperclip } from "lucide-react";
import { useState } from "react";
import { bytes } from "@/lib/format";
import { soon } from "@/lib/soon";
import { Button } from "@/ui/button";
import { MentionText } from "@/ui/mention";
import { download, type Message } from "./api";

const Formatted = soon(
  async () => (await import("./formatted")).Formatted,
  <div className="h-80 rounded-md border bg-white" />,
);

/** A message's own words, the quoted ones folded, the HTML on request. */
export function MessageBody({ message }: { message: Message }) {
  const [html, setHtml] = useState(false);
  const [quotes, setQuotes] = useState(false);
  const quoted = message.quoted_text?.trim();
  return (
    <div className="mt-1.5">
      {html && message.html ? (
        <Formatted message={message} html={message.html} />
      ) : (
        <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">
          {message.private ? (
            <MentionText text={message.new_text || message.text} />
          ) : (
            message.new_text || message.text
          )}
        </p>
      )}
      {!html && quoted && quotes && (
        <blockquote className="mt-2 border-l-2 border-line-strong pl-3 text-sm whitespace-pre-wrap text-muted [overflow-wrap:anywhere]">
          {quoted}
        </blockquote>
      )}
      <div className="mt-2 flex flex-wrap gap-1.5 empty:hidden">
        {!html && quoted && (
          <Button
            size="sm"
            tone="quiet"
            className="-ml-2"
            aria-expanded={quotes}
            onClick={() => setQuotes(!quotes)}
          >
            <Ellipsis aria-hidden /> {quotes ? "Hide quoted text" : "Show quoted text"}
          </Button>
        )}
        {message.html && (
          <Button size="sm" tone="quiet" className="-ml-2" aria-pressed={html} onClick={() => setHtml(!html)}>
            {html ? "Show plain text" : "Show formatting"}
          </Button>
        )}
      </div>
      <Attachments items={message.attachments} />
    </div>
  );
}

function Attachments({ items }: { items: Message["attachments"] }) {
  if (items.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-wrap gap-2" aria-label="Attachments">
      {items.map(({ id, name, size }) => (
        <li key={id}>
          <Button
            size="sm"
            className="max-w-72"
            onClick={() => void download(id, name)}
            title={`Download ${name}`}
          >
            <Paperclip className="text-subtle" aria-hidden />
            <span className="truncate">{name}</span>
            <span className="font-normal text-subtle">{bytes(size)}</span>
            <Download className="text-subtle" aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}
