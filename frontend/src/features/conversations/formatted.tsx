import { useMemo } from "react";
import type { Message } from "./api";
import { usePictures, withPictures } from "./pictures";

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
const STYLE =
  "body{margin:16px;font:14px/1.57 system-ui,sans-serif;color:#16201f;background:#fff;overflow-wrap:anywhere}img{max-width:100%;height:auto}blockquote{margin:0 0 0 8px;padding-left:12px;border-left:2px solid #c9d0d0;color:#4f5c5b}";

/** The sanitised HTML in a page that may run, load and reach nothing. */
export function frameOf(html: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><style>${STYLE}</style></head><body>${html}</body></html>`;
}

/** The HTML of a message, with its pictures. */
export function Formatted({ message, html }: { message: Message; html: string }) {
  const pictures = usePictures(message);
  const page = useMemo(() => frameOf(withPictures(html, pictures)), [html, pictures]);
  return (
    <iframe
      sandbox=""
      srcDoc={page}
      title={`Message from ${message.author.name} with its formatting`}
      className="h-80 w-full resize-y rounded-md border bg-white"
    />
  );
}
