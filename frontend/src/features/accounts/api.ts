import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, http, invalidate, type Schema } from "@/lib/api";
import { begin, end } from "@/lib/session";

export type User = Schema["UserOut"];
export type Team = Schema["TeamOut"];
export type Role = User["role"];

export const roleNames: Record<Role, string> = { admin: "Admin", manager: "Manager", rep: "Rep" };

export const useSignIn = () => api.useMutation("post", "/api/v1/auth/login", { onSuccess: begin });

export const useInvitation = (token: string) =>
  api.useQuery("get", "/api/v1/auth/invitations/{token}", { params: { path: { token } } }, { retry: false });

export const useAcceptInvitation = () =>
  api.useMutation("post", "/api/v1/auth/invitations/{token}", { onSuccess: begin });

export const useAskReset = () => api.useMutation("post", "/api/v1/auth/password-reset");

export const useSetPassword = () => api.useMutation("post", "/api/v1/auth/password-reset/{token}");

/** Tell the server, then forget the session here even when the server could not be told. */
export const useSignOut = () =>
  useMutation({ mutationFn: () => http.POST("/api/v1/auth/logout"), onSettled: end });

export const useSecondFactor = () => api.useQuery("get", "/api/v1/auth/second-factor");

function useFactorChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, "/api/v1/auth/second-factor", "/api/v1/users");
}

export const useSetUpFactor = () => api.useMutation("post", "/api/v1/auth/second-factor/setup");
export const useConfirmFactor = () =>
  api.useMutation("post", "/api/v1/auth/second-factor/confirm", { onSuccess: useFactorChanged() });
export const useRemoveFactor = () =>
  api.useMutation("post", "/api/v1/auth/second-factor/disable", { onSuccess: useFactorChanged() });
export const useResetFactor = () =>
  api.useMutation("post", "/api/v1/users/{user_id}/second-factor/reset", { onSuccess: useFactorChanged() });

export const useUsers = (q: string | undefined) =>
  api.useInfiniteQuery("get", "/api/v1/users", { params: { query: { q, limit: 50 } } }, byCursor);

export const useTeams = () => api.useQuery("get", "/api/v1/teams");

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, "/api/v1/users", "/api/v1/teams", "/api/v1/directory");
}

export const useInviteUser = () => api.useMutation("post", "/api/v1/users", { onSuccess: useChanged() });
export const useReinvite = () => api.useMutation("post", "/api/v1/users/{user_id}/invitation");
export const useChangeUser = () =>
  api.useMutation("patch", "/api/v1/users/{user_id}", { onSuccess: useChanged() });
export const useCreateTeam = () => api.useMutation("post", "/api/v1/teams", { onSuccess: useChanged() });
export const useChangeTeam = () =>
  api.useMutation("patch", "/api/v1/teams/{team_id}", { onSuccess: useChanged() });
export const useDeleteTeam = () =>
  api.useMutation("delete", "/api/v1/teams/{team_id}", { onSuccess: useChanged() });
export const useRestoreTeam = () =>
  api.useMutation("post", "/api/v1/teams/{team_id}/restore", { onSuccess: useChanged() });
