import { send } from "./api";

/** A record as somebody read it. */
export interface Read {
  id: string;
  updated_at: string;
}

/**
 * What a PATCH or DELETE of a record carries beside its body: it holds only while the record is as it was read.
 * Where somebody else was faster, what both changed is brought together, and asked where they disagree.
 */
export const asRead = (read: Read) => ({
  headers: { "If-Match": `"${read.updated_at}"` },
  fetch: (request: Request) => sendOn(read, request),
});

async function sendOn(read: Read, request: Request): Promise<Response> {
  const again = request.clone();
  const response = await send(request);
  if (response.status !== 412) return response;
  const { settle } = await import("./settling");
  return settle(read, again, response);
}
