import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { MessageSquareText, SquarePen, Trash2 } from "lucide-react";
import { useState } from "react";
import { CustomValues } from "@/features/custom-fields/values";
import { Age } from "@/features/deals/age";
import { type DealDetail, useDeal } from "@/features/deals/api";
import { useChangeDealCustom, useDeleteDeal } from "@/features/deals/changing";
import { Lines } from "@/features/deals/lines";
import { StageBar } from "@/features/deals/stage-bar";
import { day, money } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import { whenOpen } from "@/lib/when-open";
import { Button } from "@/ui/button";
import { Fact, Facts, Page, Section } from "@/ui/page";
import { Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { Back } from "./back";
import { RecordActivities, Timeline } from "./record-parts";

const StageHistory = soon(
  async () => (await import("@/features/deals/stage-history")).StageHistory,
  <Section title="Way through the stages">
    <SkeletonRows rows={2} />
  </Section>,
);

const DealForm = whenOpen(async () => (await import("@/features/deals/deal-form")).DealForm);

const route = getRouteApi("/inside/deals/$dealId");

export function DealPage() {
  const { dealId } = route.useParams();
  const query = useDeal(dealId);
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const remove = useDeleteDeal();
  const deal = query.data;
  const writes = useCan("deals:write") && (deal?.editable ?? false);
  return (
    <Page
      title={deal?.title ?? "Deal"}
      note={deal && `${money(deal.amount, deal.currency)} · ${deal.pipeline.name}`}
      narrow
      actions={
        <>
          <Back to="/deals" label="Deals" />
          {deal?.conversation_id && (
            <Button asChild>
              <Link to="/inbox/$conversationId" params={{ conversationId: deal.conversation_id }} search={{}}>
                <MessageSquareText aria-hidden /> Thread
              </Link>
            </Button>
          )}
          {writes && deal && (
            <>
              <Button onClick={() => setEditing(true)}>
                <SquarePen aria-hidden /> Edit
              </Button>
              <Button tone="danger" onClick={() => remove(deal, () => void navigate({ to: "/deals" }))}>
                <Trash2 aria-hidden /> Remove
              </Button>
            </>
          )}
        </>
      }
    >
      {query.isPending ? (
        <SkeletonRows rows={6} />
      ) : !deal ? (
        <Failed error={query.error} what="The deal" onRetry={() => void query.refetch()} />
      ) : (
        <div className="grid gap-4">
          <StageBar deal={deal} writes={writes} />
          <DealFacts deal={deal} />
          <DealCustom deal={deal} writes={writes} />
          <RecordActivities about={{ deal_id: deal.id }} />
          <Lines deal={deal} writes={writes} />
          <StageHistory deal={deal} />
          <Timeline record="deals" id={deal.id} />
          <DealForm open={editing} onOpenChange={setEditing} deal={deal} />
        </div>
      )}
    </Page>
  );
}

const link = "text-accent-text hover:underline";

const DealFacts = ({ deal }: { deal: DealDetail }) => (
  <Section title="Facts" padded>
    <Facts>
      <Fact label="Contact">
        {deal.contact && (
          <Link to="/contacts/$contactId" params={{ contactId: deal.contact.id }} className={link}>
            {deal.contact.name}
          </Link>
        )}
      </Fact>
      <Fact label="Company">
        {deal.company && (
          <Link to="/companies/$companyId" params={{ companyId: deal.company.id }} className={link}>
            {deal.company.name}
          </Link>
        )}
      </Fact>
      <Fact label="Chance">{deal.stage.probability}%</Fact>
      <Fact label="In stage">
        <Age deal={deal} />
      </Fact>
      <Fact label="Closes">{deal.expected_close_on && day(deal.expected_close_on)}</Fact>
      <Fact label="Owner">{deal.owner?.name ?? "Nobody"}</Fact>
      {deal.lost_reason && <Fact label="Lost because">{deal.lost_reason}</Fact>}
      <Fact label="Changed">
        <When at={deal.touched_at} />
      </Fact>
    </Facts>
  </Section>
);

function DealCustom({ deal, writes }: { deal: DealDetail; writes: boolean }) {
  const save = useChangeDealCustom(deal);
  return <CustomValues of="deal" values={deal.custom} writes={writes} onSave={save} />;
}
