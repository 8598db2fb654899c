import { useQueryClient } from "@tanstack/react-query";
import { api, invalidate, type Schema } from "@/lib/api";
import type { Tone } from "@/ui/badge";

export type Channel = Schema["ChannelOut"];

export const useChannels = (enabled = true) => api.useQuery("get", "/api/v1/channels", {}, { enabled });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, "/api/v1/channels");
}

export const useCreateChannel = () =>
  api.useMutation("post", "/api/v1/channels", { onSuccess: useChanged() });
export const useChangeChannel = () =>
  api.useMutation("patch", "/api/v1/channels/{channel_id}", { onSuccess: useChanged() });
export const useDeleteChannel = () =>
  api.useMutation("delete", "/api/v1/channels/{channel_id}", { onSuccess: useChanged() });
export const useRestoreChannel = () =>
  api.useMutation("post", "/api/v1/channels/{channel_id}/restore", { onSuccess: useChanged() });
export const useRotateChannel = () => api.useMutation("post", "/api/v1/channels/{channel_id}/rotate");

export const useRecoverChannel = () =>
  api.useMutation("post", "/api/v1/channels/{channel_id}/recover", { onSuccess: useChanged() });

export const kindNames: Record<string, string> = {
  email: "E-mail",
  whatsapp: "WhatsApp",
  messenger: "Messenger",
  instagram: "Instagram",
  lead_ads: "Lead ads",
};

export const healthWords: Record<Channel["health"], { label: string; tone: Tone }> = {
  ok: { label: "Working", tone: "ok" },
  behind: { label: "Behind", tone: "warn" },
  failing: { label: "Failing", tone: "bad" },
};

/** A setting of a channel as text. */
export function setting(channel: Channel, name: string): string {
  const value = (channel.settings as Record<string, unknown>)[name];
  return typeof value === "string" ? value : "";
}
