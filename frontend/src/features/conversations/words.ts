import type { Tone } from "@/ui/badge";
import type { ConversationRow } from "./api";

export const priorities = { urgent: "Urgent", high: "High", normal: "Normal", low: "Low" } as const;

export const priorityTones: Record<keyof typeof priorities, Tone> = {
  urgent: "bad",
  high: "warn",
  normal: "plain",
  low: "plain",
};

export const sentiments = { positive: "Positive", neutral: "Neutral", negative: "Negative" } as const;

/** What the AI did about the newest message, in one or two words for a row. */
export function standing(row: ConversationRow): { label: string; tone: Tone } | null {
  switch (row.suggestion_status) {
    case "pending":
      return { label: "Needs approval", tone: "accent" };
    case "scheduled":
      return { label: "Leaving", tone: "info" };
    case "sent":
      return { label: "Answered by AI", tone: "ok" };
    case "approved":
    case "edited":
      return { label: "Answered", tone: "ok" };
    case "rejected":
      return { label: "Draft rejected", tone: "plain" };
    case "withdrawn":
      return { label: "Withdrawn", tone: "plain" };
    default:
      break;
  }
  if (row.decision === "escalate") return { label: "Escalated", tone: "warn" };
  if (row.decision === "no_reply") return { label: "No reply needed", tone: "plain" };
  return null;
}

export const deliveryWords: Record<string, { label: string; tone: Tone }> = {
  received: { label: "Received", tone: "plain" },
  queued: { label: "Waiting to leave", tone: "info" },
  sending: { label: "Sending", tone: "info" },
  sent: { label: "Sent", tone: "ok" },
  failed: { label: "Failed", tone: "bad" },
  unknown: { label: "Outcome unknown", tone: "warn" },
  bounced: { label: "Bounced", tone: "bad" },
  cancelled: { label: "Withdrawn", tone: "plain" },
};
