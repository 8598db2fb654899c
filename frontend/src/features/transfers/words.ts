import type { Tone } from "@/ui/badge";
import type { Kind, Outcome, Status } from "./api";

export const kinds: Record<Kind, { many: string; list: "/contacts" | "/companies" | "/deals" }> = {
  contact: { many: "Contacts", list: "/contacts" },
  company: { many: "Companies", list: "/companies" },
  deal: { many: "Deals", list: "/deals" },
};

export const statuses: Record<Status, { label: string; tone: Tone }> = {
  reading: { label: "Reading", tone: "info" },
  ready: { label: "To be checked", tone: "plain" },
  checking: { label: "Checking", tone: "info" },
  checked: { label: "Checked", tone: "accent" },
  running: { label: "Importing", tone: "info" },
  done: { label: "Imported", tone: "ok" },
  cancelled: { label: "Stopped", tone: "warn" },
  failed: { label: "Failed", tone: "bad" },
  undoing: { label: "Undoing", tone: "info" },
  undone: { label: "Undone", tone: "plain" },
};

export const outcomes: Record<Outcome, { before: string; after: string; tone: Tone }> = {
  create: { before: "Will be made", after: "Made", tone: "ok" },
  update: { before: "Will be changed", after: "Changed", tone: "info" },
  skip: { before: "Will be left alone", after: "Left alone", tone: "plain" },
  fail: { before: "Cannot be used", after: "Could not be used", tone: "bad" },
};

export const policies = {
  create_update: "Make new ones and change known ones",
  create: "Only make new ones",
  update: "Only change known ones",
} as const;
