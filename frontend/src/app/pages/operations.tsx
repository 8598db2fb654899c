import { Queues } from "@/features/operations/queues";
import { Page } from "@/ui/page";
import { OperationsTabs } from "./operations-tabs";

export const Operations = () => (
  <Page title="Operations" tabs={<OperationsTabs />}>
    <Queues />
  </Page>
);
