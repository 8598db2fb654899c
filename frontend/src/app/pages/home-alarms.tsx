import { Link } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useChannels } from "@/features/channels/api";
import { useJobCounts } from "@/features/operations/api";
import { plural } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { Section } from "@/ui/page";
import { When } from "@/ui/time";

/** Channels and jobs that need an admin; nothing is said while all is well. */
export function Alarms() {
  const watches = useCan("operations:read");
  const sick = (useChannels(watches).data?.items ?? []).filter(
    ({ health, is_active }) => is_active && health !== "ok",
  );
  const dead = (useJobCounts(watches).data?.queues ?? []).reduce((sum, queue) => sum + queue.dead, 0);
  if (!watches || (sick.length === 0 && dead === 0)) return null;
  return (
    <Section title="Needs an admin">
      <ul>
        {sick.map(({ id, name, health, last_received_at }) => (
          <Alarm key={id} to="/settings/channels" action="Look">
            Channel {name} is {health}
            {last_received_at && (
              <>
                ; its last message came <When at={last_received_at} />
              </>
            )}
          </Alarm>
        ))}
        {dead > 0 && (
          <Alarm to="/operations/dead-letters" action="Look">
            {plural(dead, "job")} failed for good
          </Alarm>
        )}
      </ul>
    </Section>
  );
}

interface AlarmProps {
  to: "/settings/channels" | "/operations/dead-letters";
  action: string;
  children: ReactNode;
}

const Alarm = ({ to, action, children }: AlarmProps) => (
  <li className="flex min-h-11 items-center gap-3 border-b px-4 py-1.5 last:border-0">
    <CircleAlert className="size-4 shrink-0 text-bad" aria-hidden />
    <span className="min-w-0 flex-1">{children}</span>
    <Button asChild size="sm">
      <Link to={to}>{action}</Link>
    </Button>
  </li>
);
