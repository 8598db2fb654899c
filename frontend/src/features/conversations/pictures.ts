import { useQueries } from "@tanstack/react-query";
import { fetchAttachment, type Message } from "./api";

const SHOWN = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** The pictures that a mail's own HTML shows, as data URLs by content id; those not here yet are left out. */
export function usePictures(message: Message): Map<string, string> {
  const files = message.attachments.filter(isPicture);
  return useQueries({
    queries: files.map(({ id, content_type }) => ({
      queryKey: ["picture", id],
      queryFn: async () => dataUrl(await fetchAttachment(id, content_type)),
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine: (results) =>
      new Map(results.flatMap(({ data }, at) => (data ? [[files[at]?.content_id ?? "", data]] : []))),
  });
}

const isPicture = ({ content_id, content_type }: Message["attachments"][number]) =>
  content_id !== null && SHOWN.has(content_type);

function dataUrl(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error("The picture could not be read."));
    reader.readAsDataURL(file);
  });
}

/**
 * The HTML with its `cid:` pictures (RFC 2392) filled in. One without its file gives way to its words: the
 * browser would ask for that address, and show a broken picture.
 */
export function withPictures(html: string, pictures: Map<string, string>): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const image of page.querySelectorAll("img")) {
    const [, id] = /^\s*cid:(.*)$/i.exec(image.getAttribute("src") ?? "") ?? [];
    if (id === undefined) continue;
    const found = pictures.get(contentId(id));
    if (found) image.src = found;
    else image.replaceWith(image.alt ? `[${image.alt}]` : "");
  }
  return page.body.innerHTML;
}

function contentId(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
