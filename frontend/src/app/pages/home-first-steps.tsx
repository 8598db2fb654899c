import { Link } from "@tanstack/react-router";
import { Circle, CircleCheck } from "lucide-react";
import { type FirstStep, useDismissFirstSteps, useFirstSteps } from "@/features/operations/api";
import { cn } from "@/lib/cn";
import { useCan } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { Section } from "@/ui/page";

const words = {
  channel: {
    label: "Connect a channel",
    why: "So that customers' messages come in",
    to: "/settings/channels",
  },
  contacts: { label: "Import your contacts", why: "From a CSV or XLSX file", to: "/imports" },
  catalogue: { label: "Add the catalogue", why: "So that answers are true", to: "/catalogue/sources" },
  colleagues: { label: "Invite colleagues", why: "Who answers and sells with you", to: "/settings/users" },
  policies: { label: "Write the policies", why: "Delivery, returns, payment", to: "/knowledge" },
} as const satisfies Record<FirstStep, { label: string; why: string; to: string }>;

/** What an empty workspace needs, for admins, until all of it is there or they put it away. */
export function FirstSteps() {
  const admin = useCan("operations:write");
  const { data } = useFirstSteps(admin);
  const putAway = useDismissFirstSteps();
  const left = data?.steps.filter(({ done }) => !done).length;
  if (!admin || !data || data.dismissed || !left) return null;
  return (
    <Section
      title="First steps"
      note={`${data.steps.length - left} of ${data.steps.length} done`}
      aside={
        <Button size="sm" tone="quiet" onClick={putAway}>
          Put away
        </Button>
      }
    >
      <ol>
        {data.steps.map(({ name, done }) => (
          <Step key={name} name={name} done={done} />
        ))}
      </ol>
    </Section>
  );
}

function Step({ name, done }: { name: FirstStep; done: boolean }) {
  const { label, why, to } = words[name];
  const Icon = done ? CircleCheck : Circle;
  return (
    <li className="flex min-h-11 items-center gap-3 border-b px-4 py-1.5 last:border-0">
      <Icon className={cn("size-4 shrink-0", done ? "text-ok" : "text-subtle")} aria-hidden />
      <span className="min-w-0 flex-1">
        <span className={cn("block", done && "text-muted")}>
          {label}
          {done && <span className="sr-only"> (done)</span>}
        </span>
        {!done && <span className="block text-sm text-muted">{why}</span>}
      </span>
      {!done && (
        <Button asChild size="sm">
          <Link to={to} aria-label={`Begin: ${label}`}>
            Begin
          </Link>
        </Button>
      )}
    </li>
  );
}
