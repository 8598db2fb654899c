import { cn } from "@/lib/cn";
import { useLiveStatus } from "@/lib/live-status";
import { Dot } from "@/ui/badge";

const words = {
  live: "Live: changes appear by themselves",
  connecting: "Connecting for live changes",
  offline: "Not live: what you see may be old. Trying again.",
};

/** Whether changes arrive by themselves right now. */
export function LiveDot() {
  const status = useLiveStatus();
  const tone = status === "live" ? "ok" : status === "offline" ? "bad" : "warn";
  return (
    <span
      role="status"
      title={words[status]}
      data-live={status}
      className="flex h-8 shrink-0 items-center gap-1.5 rounded-md px-2 text-xs font-medium text-subtle"
    >
      <Dot tone={tone} />
      <span className={cn(status === "live" && "md:sr-only")}>
        {status === "live" ? "Live" : status === "offline" ? "Offline" : "Connecting"}
      </span>
    </span>
  );
}
