import { createElement } from "react";
import { later, useLater } from "@/lib/later";
import { problemOf } from "@/lib/problem";
import { createStore, useStore } from "@/lib/store";
import type { toast as Toast } from "./toaster";

export const UNDO_MS = 8000;

type Saying = (toast: typeof Toast) => void;

/** What shows messages comes with the first of them. */
export const toaster = later(() => import("./toaster"));
const said = createStore(false);
const waiting: Saying[] = [];
let ready = false;

function say(what: Saying): void {
  waiting.push(what);
  said.set(true);
  if (ready) sayAll();
}

function sayAll(): void {
  ready = true;
  void toaster.load().then(({ toast }) => {
    for (const what of waiting.splice(0)) what(toast);
  });
}

/** The place of the messages. */
export function Toasts() {
  const parts = useLater(toaster, useStore(said));
  return parts ? createElement(parts.Toasts, { onReady: sayAll }) : null;
}

/** Say what was done, and offer to take it back. */
export function done(message: string, undo?: () => void): void {
  say((toast) =>
    toast(message, undo ? { duration: UNDO_MS, action: { label: "Undo", onClick: undo } } : undefined),
  );
}

/** Say what was refused and why. */
export function refused(what: string, error: unknown): void {
  const { code, detail } = problemOf(error);
  if (code === "KeptTheirs") done(detail);
  else say((toast) => toast.error(what, { description: detail, duration: 10_000 }));
}

/** Say that something cannot be done here. */
export function sorry(what: string): void {
  say((toast) => toast.error(what));
}
