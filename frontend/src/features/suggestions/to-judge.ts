import { api } from "@/lib/api";
import { useCan } from "@/lib/permissions";

/** How many replies wait to be judged. */
export function useToJudge(): number | undefined {
  const enabled = useCan("suggestions:write");
  const params = { query: { limit: 1 } };
  return api.useQuery("get", "/api/v1/judgements", { params }, { enabled }).data?.total ?? undefined;
}
