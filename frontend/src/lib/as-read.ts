import { send } from "./api";

/** A record as somebody read it. */
export interface Read {
  id: string;
  updated_at: string;
}

/** How a change is settled that meets another one. */
export interface Ways {
  /** What is changed is one of a list that the record holds; its address is the record's, the list and an id. */
  part?: { list: string; id: string };
  /** Fields that are written at once, however the record is by then, before anything is asked. */
  regardless?: string[];
}

/**
 * What a PATCH or DELETE of a record carries beside its body: it holds only while the record is as it was read.
 * Where somebody else was faster, what both changed is brought together, and asked where they disagree.
 */
export const asRead = (read: Read, ways: Ways = {}) => ({
  headers: { "If-Match": `"${read.updated_at}"` },
  fetch: (request: Request) => sendOn(read, ways, request),
});

async function sendOn(read: Read, ways: Ways, request: Request): Promise<Response> {
  const again = request.clone();
  const response = await send(request);
  if (response.status !== 412) return response;
  const { settle } = await import("./settling");
  return settle(read, ways, again, response);
}
