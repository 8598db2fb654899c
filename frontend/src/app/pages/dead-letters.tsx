import { useNavigate } from "@tanstack/react-router";
import { DeadLetters, RetryAll } from "@/features/operations/dead-letters";
import { Page } from "@/ui/page";
import { OperationsTabs } from "./operations-tabs";

export function DeadLettersPage() {
  const navigate = useNavigate();
  return (
    <Page title="Operations" tabs={<OperationsTabs />} actions={<RetryAll />}>
      <p className="mb-4 text-muted">
        Grouped by cause. Mend the cause first; a retried job runs once, whatever it did before.
      </p>
      <DeadLetters
        onOpen={(fingerprint) =>
          void navigate({ to: "/operations/jobs", search: { status: "dead", fingerprint } })
        }
      />
    </Page>
  );
}
