import { getRouteApi } from "@tanstack/react-router";
import { deliveryStatuses } from "@/features/operations/api";
import { DeliveryTable } from "@/features/operations/delivery-table";
import { sentence } from "@/lib/format";
import { soon } from "@/lib/soon";
import { SearchField } from "@/ui/field";
import { Page } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { OperationsTabs } from "./operations-tabs";

const DeliveryDetail = soon(
  async () => (await import("@/features/operations/delivery-detail")).DeliveryDetail,
);

const route = getRouteApi("/inside/operations/deliveries");

export function Deliveries() {
  const search = route.useSearch();
  const { status, endpoint, delivery } = search;
  const navigate = route.useNavigate();
  const change = (next: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...next }, replace: true });
  return (
    <Page title="Operations" tabs={<OperationsTabs />} bare>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b bg-surface px-4 py-2 md:px-6">
        <Segmented<string>
          label="Status"
          className="flex-wrap"
          value={status ?? "all"}
          onChange={(next) => change({ status: deliveryStatuses.find((known) => known === next) })}
          options={["all", ...deliveryStatuses].map((value) => ({ value, label: sentence(value) }))}
        />
        <SearchField
          value={endpoint ?? ""}
          onChange={(next) => change({ endpoint: next || undefined })}
          label="Endpoint"
          placeholder="Endpoint, whole name"
          className="w-48"
        />
      </div>
      <DeliveryTable status={status} endpoint={endpoint} onOpen={(id) => change({ delivery: id })} />
      {delivery && <DeliveryDetail id={delivery} onClose={() => change({ delivery: undefined })} />}
    </Page>
  );
}
