/** What the server says when it refuses, or what we say for it when it cannot be reached. */
export interface Problem {
  status: number;
  code: string;
  detail: string;
  errors: { field: string; message: string }[];
  /** The record as it is now, where somebody else was faster. */
  current?: unknown;
}

const offline: Problem = {
  status: 0,
  code: "Unreachable",
  detail: "Mancrel cannot be reached. Nothing was lost; check the connection and try again.",
  errors: [],
};

const unknown: Problem = {
  status: 500,
  code: "Unexpected",
  detail: "The server could not finish this. Nothing was lost; try again in a moment.",
  errors: [],
};

/** Read any thrown value as a problem one can show. */
export function problemOf(error: unknown): Problem {
  if (error instanceof TypeError || error instanceof DOMException) return offline;
  if (!isRecord(error) || typeof error.status !== "number") return unknown;
  const detail = textOf(error.detail) ?? (error.status < 500 ? textOf(error.title) : undefined);
  if (detail === undefined) return { ...unknown, status: error.status };
  return {
    status: error.status,
    code: textOf(error.code) ?? unknown.code,
    detail,
    errors: fieldsOf(error.errors),
    current: error.current,
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const textOf = (value: unknown) => (typeof value === "string" && value ? value : undefined);

function fieldsOf(value: unknown): Problem["errors"] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).flatMap((entry) => {
    const field = textOf(entry.field);
    const message = textOf(entry.message);
    return field && message ? [{ field, message }] : [];
  });
}
