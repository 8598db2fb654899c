import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { lazy, useState } from "react";
import { useActions } from "@/lib/actions";
import { useCan } from "@/lib/permissions";
import { whenOpen } from "@/lib/when-open";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";

const RequiredFields = lazy(async () => ({
  default: (await import("@/features/custom-fields/required")).RequiredFields,
}));
const DealForm = whenOpen(async () => (await import("@/features/deals/deal-form")).DealForm);

interface DealCreatorProps {
  pipelineId?: string;
  /** Of one in the middle of a page, which has no key: the one of the page has it. */
  label?: string;
}

/** What makes a new deal, in the pipeline in sight. */
export function DealCreator({ pipelineId, label }: DealCreatorProps) {
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const [custom, setCustom] = useState({});
  const writes = useCan("deals:write");
  useActions("Deals", [writes && !label && { label: "New deal", keys: "c", run: () => setCreating(true) }]);
  return (
    <>
      {writes && (
        <Button tone="primary" onClick={() => setCreating(true)}>
          <Plus aria-hidden />{" "}
          {label ?? (
            <>
              New <KeyHint>c</KeyHint>
            </>
          )}
        </Button>
      )}
      <DealForm
        open={creating}
        onOpenChange={setCreating}
        pipelineId={pipelineId}
        custom={custom}
        extra={<RequiredFields of="deal" values={custom} onChange={setCustom} />}
        onSaved={({ id }) => void navigate({ to: "/deals/$dealId", params: { dealId: id } })}
      />
    </>
  );
}
