// What happens when a change meets one that somebody else made meanwhile.
import { send } from "./api";
import type { Read } from "./as-read";
import { ask } from "./conflicts";
import { alike, known, type Patch, parts, whole } from "./three-ways";

const TRIES = 3;

/** Settle a change that was refused for the record had changed; answers as the server does. */
export async function settle(read: Read, request: Request, refusal: Response): Promise<Response> {
  const mine: Patch | null = request.method === "DELETE" ? null : await request.clone().json();
  let base = read;
  let answer = refusal;
  for (let tries = 0; tries < TRIES && answer.status === 412; tries++) {
    const current = await readAgain(request);
    if (!current) return answer;
    const next = mine ? await agreed(request, base, current, mine) : await stillGone(request, base, current);
    if (next === "theirs") return keptTheirs(current);
    if (next !== null && Object.keys(next).length === 0) return Response.json(current);
    answer = await repeat(request, next, current);
    base = current;
  }
  return answer;
}

async function readAgain({ url, signal }: Request): Promise<Read | undefined> {
  const answer = await send(new Request(url, { signal }));
  return answer.ok ? ((await answer.json()) as Read) : undefined;
}

function repeat(request: Request, body: Patch | null, current: Read): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set("If-Match", `"${current.updated_at}"`);
  const { url, method, signal } = request;
  return send(new Request(url, { method, headers, signal, body: body && JSON.stringify(body) }));
}

/** What is still to be written of a change, after asking where both changed the same. */
async function agreed(request: Request, base: Read, current: Read, mine: Patch): Promise<Patch | "theirs"> {
  const left: Patch = {};
  const disputed: Patch = {};
  for (const [name, value] of Object.entries(parts(mine))) {
    const [before, now] = [known(base, name), known(current, name)];
    if (alike(value, now)) continue;
    if (alike(before, now)) left[name] = value;
    else if (!alike(value, before)) disputed[name] = value;
  }
  const names = Object.keys(disputed);
  if (names.length === 0) return whole(left);
  const taken = await ask({
    kind: "change",
    url: request.url,
    current,
    fields: names.map((name) => ({ name, mine: disputed[name], theirs: known(current, name) })),
  });
  if (!taken) return "theirs";
  for (const name of taken) left[name] = disputed[name];
  return Object.keys(left).length > 0 ? whole(left) : "theirs";
}

/** Whether it is still to be removed, now that it is another; what nobody sees changes nothing. */
async function stillGone(request: Request, base: Read, current: Read): Promise<null | "theirs"> {
  const names = Object.keys(current).filter(
    (name) => told(name) && !alike(known(current, name), known(base, name)),
  );
  if (names.length === 0) return null;
  const fields = names.map((name) => ({ name, mine: known(base, name), theirs: known(current, name) }));
  return (await ask({ kind: "remove", url: request.url, current, fields })) ? null : "theirs";
}

/** What people write, not what the house keeps account of. */
const told = (name: string) =>
  !/(_at|_key|_seconds|_count|^version|^editable|^identities|^history|^weighted|^stale)$/.test(name);

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
