import { getRouteApi, Link } from "@tanstack/react-router";
import { ArrowLeft, Plus } from "lucide-react";
import { useState } from "react";
import { statuses, useSubscription } from "@/features/webhooks/api";
import { SubscriptionCard } from "@/features/webhooks/subscription-card";
import { SubscriptionList } from "@/features/webhooks/subscription-list";
import { useActions } from "@/lib/actions";
import { sentence } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import { whenOpen } from "@/lib/when-open";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { Page } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { Failed, SkeletonRows } from "@/ui/states";
import { SettingsTabs } from "./settings-tabs";

const DeliveryDetail = soon(async () => (await import("@/features/webhooks/delivery-detail")).DeliveryDetail);

const SubscriptionForm = whenOpen(
  async () => (await import("@/features/webhooks/subscription-form")).SubscriptionForm,
);

const DeliveryLog = soon(
  async () => (await import("@/features/webhooks/delivery-log")).DeliveryLog,
  <SkeletonRows />,
);

const route = getRouteApi("/inside/settings/webhooks/$subscriptionId");

export function Webhooks() {
  const [creating, setCreating] = useState(false);
  const writes = useCan("webhooks:write");
  const create = () => setCreating(true);
  useActions("Webhooks", [writes && { label: "New webhook", keys: "c", run: create }]);
  return (
    <Page
      title="Settings"
      narrow
      tabs={<SettingsTabs />}
      actions={
        writes && (
          <Button tone="primary" onClick={create}>
            <Plus aria-hidden /> New webhook <KeyHint>c</KeyHint>
          </Button>
        )
      }
    >
      <SubscriptionList action={writes && <Button onClick={create}>Create the first one</Button>} />
      <SubscriptionForm open={creating} onOpenChange={setCreating} />
    </Page>
  );
}

/** One subscription: what it was told, and every attempt. */
export function WebhookPage() {
  const { subscriptionId } = route.useParams();
  const { status, delivery } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useSubscription(subscriptionId);
  return (
    <Page title="Settings" tabs={<SettingsTabs />}>
      <div className="grid gap-4">
        <Link
          to="/settings/webhooks"
          className="inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink"
        >
          <ArrowLeft className="size-4" aria-hidden /> All webhooks
        </Link>
        {query.isPending ? (
          <SkeletonRows rows={3} className="h-16" />
        ) : query.isError ? (
          <Failed error={query.error} what="The webhook" onRetry={() => void query.refetch()} />
        ) : (
          <SubscriptionCard
            subscription={query.data}
            onRemoved={() => void navigate({ to: "/settings/webhooks" })}
          />
        )}
        <Segmented<string>
          label="Status"
          className="flex-wrap justify-self-start"
          value={status ?? "all"}
          onChange={(next) =>
            void navigate({
              search: { status: statuses.find((known) => known === next) },
              replace: true,
            })
          }
          options={["all", ...statuses].map((value) => ({ value, label: sentence(value) }))}
        />
        <div className="flex max-h-[70vh] min-h-40 flex-col overflow-hidden rounded-lg border bg-surface">
          <DeliveryLog
            subscriptionId={subscriptionId}
            status={status}
            onOpen={(id) => void navigate({ search: { status, delivery: id }, replace: true })}
          />
        </div>
      </div>
      {delivery && (
        <DeliveryDetail id={delivery} onClose={() => void navigate({ search: { status }, replace: true })} />
      )}
    </Page>
  );
}
