// What happens when a change meets one that somebody else made meanwhile.
import { send } from "./api";
import type { Read, Ways } from "./as-read";
import { ask } from "./conflicts";
import { alike, known, type Patch, parts, whole } from "./three-ways";

const TRIES = 3;

/** A change on its way: the record's address, what it was read as, and what is still to be written (null: removed). */
interface Change {
  request: Request;
  url: string;
  ways: Ways;
  base: Read;
  mine: Patch | null;
}

/** Settle a change that was refused for the record had changed; answers as the server does. */
export async function settle(read: Read, ways: Ways, request: Request, refusal: Response): Promise<Response> {
  const mine: Patch | null = request.method === "DELETE" ? null : await request.clone().json();
  const change: Change = { request, url: addressOf(request, ways), ways, base: read, mine };
  let answer = refusal;
  for (let tries = 0; tries < TRIES && answer.status === 412; tries++) {
    const current = await meanwhile(change);
    if (!current) return answer;
    const next = change.mine ? await agreed(change, current) : await stillGone(change, current);
    if (next === "theirs") return keptTheirs(current);
    if (next === "done" || (next && Object.keys(next).length === 0)) return Response.json(current);
    answer = await repeat(request, next, current);
    Object.assign(change, { base: current, mine: next });
  }
  return answer;
}

const addressOf = ({ url }: Request, { part }: Ways) =>
  part ? url.slice(0, url.lastIndexOf(`/${part.list}/`)) : url;

/** The record as it is by now, once that is written which is not to wait. */
async function meanwhile({ request, url, ways, mine }: Change): Promise<Read | undefined> {
  const answer = await send(new Request(url, { signal: request.signal }));
  if (!answer.ok) return undefined;
  const current = (await answer.json()) as Read;
  const urgent = Object.entries(mine ?? {}).filter(
    ([name, value]) => ways.regardless?.includes(name) && !alike(value, known(current, name)),
  );
  if (urgent.length === 0) return current;
  const written = await repeat(request, Object.fromEntries(urgent), current);
  return written.ok ? ((await written.json()) as Read) : current;
}

function repeat(request: Request, body: Patch | null, current: Read): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set("If-Match", `"${current.updated_at}"`);
  const { url, method, signal } = request;
  return send(new Request(url, { method, headers, signal, body: body && JSON.stringify(body) }));
}

/** What is changed of a record: itself, or one of a list; nothing, once that is gone. */
function subject(record: Read, { part }: Ways): object | undefined {
  if (!part) return record;
  const list = known(record, part.list);
  return Array.isArray(list) ? list.find(({ id }: Read) => id === part.id) : undefined;
}

/** What is still to be written of a change, after asking where both changed the same. */
async function agreed({ url, ways, base, mine }: Change, current: Read): Promise<Patch | "theirs"> {
  const [was, is] = [subject(base, ways) ?? {}, subject(current, ways)];
  if (!is) return mine ?? {}; // it is gone, and the server says so
  const left: Patch = {};
  const disputed: Patch = {};
  for (const [name, value] of Object.entries(parts(mine ?? {}))) {
    const [before, now] = [known(was, name), known(is, name)];
    if (alike(value, now)) continue;
    if (alike(before, now)) left[name] = value;
    else if (!alike(value, before)) disputed[name] = value;
  }
  const names = Object.keys(disputed);
  if (names.length === 0) return whole(left);
  const taken = await ask({
    kind: "change",
    url,
    current: is,
    fields: names.map((name) => ({ name, mine: disputed[name], theirs: known(is, name) })),
  });
  if (!taken) return "theirs";
  for (const name of taken) left[name] = disputed[name];
  return Object.keys(left).length > 0 ? whole(left) : "theirs";
}

/** Whether it is still to be removed, now that it is another; what nobody sees changes nothing. */
async function stillGone({ url, ways, base }: Change, current: Read): Promise<null | "theirs" | "done"> {
  const [was, is] = [subject(base, ways) ?? {}, subject(current, ways)];
  if (!is) return "done";
  const names = Object.keys(is).filter((name) => told(name) && !alike(known(is, name), known(was, name)));
  if (names.length === 0) return null;
  const fields = names.map((name) => ({ name, mine: known(was, name), theirs: known(is, name) }));
  return (await ask({ kind: "remove", url, current: is, fields })) ? null : "theirs";
}

/** What people write, not what the house keeps account of. */
const told = (name: string) =>
  !/(_at|_key|_seconds|_count|^version|^editable|^identities|^history|^weighted|^stale|^total)$/.test(name);

const keptTheirs = (current: Read) =>
  Response.json(
    {
      status: 412,
      code: "KeptTheirs",
      title: "Kept theirs",
      detail: "It is as somebody else left it; nothing of yours was written.",
      current,
    },
    { status: 412 },
  );
