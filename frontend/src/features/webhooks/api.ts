import { useQueryClient } from "@tanstack/react-query";
import { api, byCursor, invalidate, type Schema } from "@/lib/api";
import type { Tone } from "@/ui/badge";

export type Subscription = Schema["SubscriptionOut"];
export type EventType = Subscription["types"][number];
export type Delivery = Schema["WebhookDeliveryOut"];
export type Attempt = Schema["AttemptOut"];
export type DeliveryStatus = Delivery["status"];

const PATH = "/api/v1/webhook-subscriptions";
const ONE = "/api/v1/webhook-subscriptions/{subscription_id}";

export const useSubscriptions = () => api.useQuery("get", PATH, { params: { query: { limit: 200 } } });
export const useBinned = () =>
  api.useQuery("get", PATH, { params: { query: { deleted: true, limit: 200 } } });
export const useSubscription = (id: string) =>
  api.useQuery("get", ONE, { params: { path: { subscription_id: id } } });
export const useEventTypes = () =>
  api.useQuery(
    "get",
    "/api/v1/webhook-subscriptions/event-types",
    {},
    { staleTime: Number.POSITIVE_INFINITY },
  );

export const useDeliveries = (id: string, status: DeliveryStatus | undefined) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/webhook-subscriptions/{subscription_id}/deliveries",
    { params: { path: { subscription_id: id }, query: { status, limit: 50 } } },
    byCursor,
  );
export const useDelivery = (id: string) =>
  api.useQuery("get", "/api/v1/webhook-deliveries/{delivery_id}", { params: { path: { delivery_id: id } } });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, PATH, "/api/v1/webhook-deliveries");
}

export const useCreate = () => api.useMutation("post", PATH, { onSuccess: useChanged() });
export const useChange = () => api.useMutation("patch", ONE, { onSuccess: useChanged() });
export const useRemove = () => api.useMutation("delete", ONE, { onSuccess: useChanged() });
export const useRestore = () =>
  api.useMutation("post", "/api/v1/webhook-subscriptions/{subscription_id}/restore", {
    onSuccess: useChanged(),
  });
export const useRotate = () =>
  api.useMutation("post", "/api/v1/webhook-subscriptions/{subscription_id}/rotate", {
    onSuccess: useChanged(),
  });
export const useTest = () =>
  api.useMutation("post", "/api/v1/webhook-subscriptions/{subscription_id}/test", {
    onSuccess: useChanged(),
  });
export const useRedeliver = () =>
  api.useMutation("post", "/api/v1/webhook-deliveries/{delivery_id}/redeliver", { onSuccess: useChanged() });

export const statuses: readonly DeliveryStatus[] = ["pending", "sending", "delivered", "failed", "cancelled"];
export const tones: Record<DeliveryStatus, Tone> = {
  pending: "info",
  sending: "info",
  delivered: "ok",
  failed: "bad",
  cancelled: "plain",
};

/** How a subscription does, in a word. */
export function standing({ is_active, disabled_because, failing_since }: Subscription): {
  label: string;
  tone: Tone;
} {
  if (disabled_because) return { label: "Switched off", tone: "bad" };
  if (!is_active) return { label: "Paused", tone: "plain" };
  return failing_since ? { label: "Failing", tone: "warn" } : { label: "Working", tone: "ok" };
}
