import { toast } from "sonner";
import { problemOf } from "@/lib/problem";

export const UNDO_MS = 8000;

/** Say what was done, and offer to take it back. */
export function done(message: string, undo?: () => void): void {
  toast(message, undo ? { duration: UNDO_MS, action: { label: "Undo", onClick: undo } } : undefined);
}

/** Say what was refused and why. */
export function refused(what: string, error: unknown): void {
  toast.error(what, { description: problemOf(error).detail, duration: 10_000 });
}
