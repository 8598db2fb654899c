import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, invalidate, type Schema } from "@/lib/api";
import type { Tone } from "@/ui/badge";
import { done, refused } from "@/ui/toast";

export type Job = Schema["JobOut"];
export type JobStatus = Job["status"];
export type JobGroup = Schema["DeadGroup"];
export type Delivery = Schema["DeliveryOut"];
export type DeliveryStatus = "accepted" | "duplicate" | "refused" | "invalid" | "processed" | "quarantined";
export type QueueCounts = Schema["QueueCounts"];

export const jobStatuses: JobStatus[] = ["dead", "retrying", "running", "pending", "done", "cancelled"];
export const jobTones: Record<JobStatus, Tone> = {
  dead: "bad",
  retrying: "warn",
  running: "info",
  pending: "plain",
  done: "ok",
  cancelled: "plain",
};

export const deliveryStatuses: DeliveryStatus[] = [
  "refused",
  "invalid",
  "quarantined",
  "accepted",
  "processed",
  "duplicate",
];
export const deliveryTones: Record<string, Tone> = {
  refused: "bad",
  invalid: "bad",
  quarantined: "warn",
  accepted: "info",
  processed: "ok",
  duplicate: "plain",
};

export const useJobCounts = (enabled = true) =>
  api.useQuery("get", "/api/v1/jobs/counts", {}, { enabled, refetchInterval: 10_000 });

const FIRST_STEPS = "/api/v1/first-steps";
export type FirstStep = Schema["Step"]["name"];

export const useFirstSteps = (enabled: boolean) => api.useQuery("get", FIRST_STEPS, {}, { enabled });

/** Put the first steps away, with a way back. */
export function useDismissFirstSteps() {
  const queries = useQueryClient();
  const change = api.useMutation("patch", FIRST_STEPS, { onSuccess: () => invalidate(queries, FIRST_STEPS) });
  const onError = (error: unknown) => refused("The first steps were not put away", error);
  const put = (dismissed: boolean, onSuccess?: () => void) =>
    change.mutate({ body: { dismissed } }, { onSuccess, onError });
  return () => put(true, () => done("First steps put away", () => put(false)));
}

export interface JobFilter {
  status?: JobStatus;
  queue?: string;
  /** The cause that dead jobs share. */
  fingerprint?: string;
}

export const useJobs = ({ status, queue, fingerprint }: JobFilter) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/jobs",
    { params: { query: { status, queue, fingerprint, limit: 50 } } },
    { ...byCursor, placeholderData: keepPreviousData, refetchInterval: 10_000 },
  );

export const useJob = (id: number) =>
  api.useQuery("get", "/api/v1/jobs/{job_id}", { params: { path: { job_id: id } } });

export const useJobGroups = () => api.useQuery("get", "/api/v1/jobs/groups");

export const useDeliveries = (status: DeliveryStatus | undefined, endpoint: string | undefined) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/deliveries",
    { params: { query: { status, endpoint, limit: 50 } } },
    { ...byCursor, placeholderData: keepPreviousData, refetchInterval: 10_000 },
  );

export const useDelivery = (id: string) =>
  api.useQuery("get", "/api/v1/deliveries/{delivery_id}", { params: { path: { delivery_id: id } } });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, "/api/v1/jobs");
}

export const useRetryJob = () =>
  api.useMutation("post", "/api/v1/jobs/{job_id}/retry", { onSuccess: useChanged() });
export const useCancelJob = () =>
  api.useMutation("post", "/api/v1/jobs/{job_id}/cancel", { onSuccess: useChanged() });
export const useRetryJobs = () => api.useMutation("post", "/api/v1/jobs/retry", { onSuccess: useChanged() });
