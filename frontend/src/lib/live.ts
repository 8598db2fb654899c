import { liveStatus as status } from "./live-status";
import { onPresence } from "./presence";
import { accessToken, refresh } from "./session";

export interface LiveEvent {
  event: string;
  subject_type: string | null;
  subject_id: string | null;
}

const SILENCE = 50_000;

/** Grow from one second to half a minute, each with jitter so that a restart is not met by a herd. */
export function backoff(attempt: number, random = Math.random()): number {
  return Math.min(30_000, 1000 * 2 ** attempt) * (0.5 + random / 2);
}

/**
 * Follow the server's events until the returned function is called.
 * `onBack` runs after a gap, or when the server lost count, when everything shown may be old.
 */
export function follow(onEvent: (event: LiveEvent) => void, onBack: () => void): () => void {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let stopped = false;
  let everReady = false;

  const heard = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => socket?.close(), SILENCE);
  };
  const onFrame = (raw: unknown) => {
    heard();
    const frame = frameOf(raw);
    if (frame?.type === "ready") {
      attempt = 0;
      status.set("live");
      if (everReady) onBack();
      everReady = true;
    } else if (frame?.type === "resync") {
      onBack();
    } else if (frame?.type === "presence") {
      onPresence(frame);
    } else if (frame?.type === "event") {
      onEvent({
        event: textOf(frame.event) ?? "",
        subject_type: textOf(frame.subject_type),
        subject_id: textOf(frame.subject_id),
      });
    }
  };
  const onClose = (code: number) => {
    clearTimeout(watchdog);
    if (stopped) return;
    status.set(attempt > 0 || everReady ? "offline" : "connecting");
    const wait = backoff(attempt++);
    timer = setTimeout(() => void (code >= 4000 ? refresh().then(open) : open()), wait);
  };
  const open = () => {
    if (stopped) return;
    const token = accessToken();
    if (!token) {
      timer = setTimeout(open, 1000);
      return;
    }
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(`${scheme}//${location.host}/api/v1/live`);
    socket.onopen = () => {
      socket?.send(JSON.stringify({ token }));
      heard();
    };
    socket.onmessage = (message) => onFrame(message.data);
    socket.onclose = (event) => onClose(event.code);
  };
  const onOnline = () => {
    attempt = 0;
    if (socket && socket.readyState <= WebSocket.OPEN) return;
    clearTimeout(timer);
    open();
  };

  open();
  globalThis.addEventListener("online", onOnline);
  return () => {
    stopped = true;
    clearTimeout(timer);
    clearTimeout(watchdog);
    globalThis.removeEventListener("online", onOnline);
    socket?.close();
    status.set("connecting");
  };
}

const textOf = (value: unknown) => (typeof value === "string" ? value : null);

function frameOf(raw: unknown): Record<string, unknown> | null {
  if (typeof raw !== "string") return null;
  try {
    const frame: unknown = JSON.parse(raw);
    return typeof frame === "object" && frame !== null ? { ...frame } : null;
  } catch {
    return null;
  }
}
