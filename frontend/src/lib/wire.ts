import type { Client } from "openapi-fetch";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

interface Asked {
  params?: {
    path?: Record<string, unknown>;
    query?: Record<string, unknown>;
    header?: Record<string, string>;
  };
  body?: unknown;
  /** For a body that is no JSON. */
  bodySerializer?: (body: unknown) => BodyInit;
  headers?: Record<string, string>;
  parseAs?: "json" | "blob" | "arrayBuffer";
  signal?: AbortSignal;
}

/** The address of a path of the document: its names filled in, what is null or undefined left out. */
function addressOf(
  path: string,
  { path: names = {}, query = {} }: NonNullable<Asked["params"]> = {},
): string {
  const url = new URL(
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(names[name]))),
    globalThis.location.origin,
  );
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) {
      if (one !== null && one !== undefined) url.searchParams.append(name, String(one));
    }
  }
  return url.href;
}

function requestOf(method: string, path: string, asked: Asked): Request {
  const { params, body, bodySerializer, headers, signal } = asked;
  const json = body !== undefined && !bodySerializer;
  return new Request(addressOf(path, params), {
    method,
    credentials: "same-origin",
    headers: { ...(json && { "Content-Type": "application/json" }), ...headers, ...params?.header },
    body: json ? JSON.stringify(body) : bodySerializer?.(body),
    signal,
  });
}

/** What a refusal says; one that says nothing, or in other words than ours, is known by its status. */
async function refusalOf(response: Response): Promise<unknown> {
  try {
    return (await response.json()) ?? { status: response.status };
  } catch {
    return { status: response.status };
  }
}

async function answerOf(response: Response, parseAs: Asked["parseAs"]): Promise<unknown> {
  if (response.status === 204) return undefined;
  if (parseAs === "blob") return response.blob();
  if (parseAs === "arrayBuffer") return response.arrayBuffer();
  const text = await response.text();
  return text ? (JSON.parse(text) as unknown) : undefined;
}

/** A client typed by the OpenAPI document, as openapi-fetch has it, of which only the types are used. */
export function createWire<Paths extends object>(
  send: (request: Request) => Promise<Response>,
): Client<Paths> {
  const call = async (method: string, path: string, asked: Asked = {}) => {
    const response = await send(requestOf(method, path, asked));
    return response.ok
      ? { data: await answerOf(response, asked.parseAs), response }
      : { error: await refusalOf(response), response };
  };
  return Object.fromEntries(
    methods.map((method) => [method, (path: string, asked?: Asked) => call(method, path, asked)]),
  ) as unknown as Client<Paths>;
}
