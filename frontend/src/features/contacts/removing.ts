import { useQueryClient } from "@tanstack/react-query";
import { api, invalidate } from "@/lib/api";
import { asRead, type Read } from "@/lib/as-read";
import { done, refused } from "@/ui/toast";

interface Named extends Read {
  name: string;
}

/** Move a contact to the bin, with a way back. */
export function useRemoveContact() {
  const queries = useQueryClient();
  const onSuccess = () => invalidate(queries, "/api/v1/contacts", "/api/v1/companies");
  const remove = api.useMutation("delete", "/api/v1/contacts/{contact_id}", { onSuccess });
  const restore = api.useMutation("post", "/api/v1/contacts/{contact_id}/restore", { onSuccess });
  return (read: Named, gone: () => void) => {
    const params = { path: { contact_id: read.id } };
    const undo = () =>
      restore.mutate({ params }, { onError: (error) => refused("The contact was not restored", error) });
    remove.mutate(
      { params, ...asRead(read) },
      {
        onSuccess: () => {
          done(`${read.name} removed`, undo);
          gone();
        },
        onError: (error) => refused("The contact was not removed", error),
      },
    );
  };
}

/** Move a company to the bin, with a way back. */
export function useRemoveCompany() {
  const queries = useQueryClient();
  const onSuccess = () => invalidate(queries, "/api/v1/contacts", "/api/v1/companies");
  const remove = api.useMutation("delete", "/api/v1/companies/{company_id}", { onSuccess });
  const restore = api.useMutation("post", "/api/v1/companies/{company_id}/restore", { onSuccess });
  return (read: Named, gone: () => void) => {
    const params = { path: { company_id: read.id } };
    const undo = () =>
      restore.mutate({ params }, { onError: (error) => refused("The company was not restored", error) });
    remove.mutate(
      { params, ...asRead(read) },
      {
        onSuccess: () => {
          done(`${read.name} removed`, undo);
          gone();
        },
        onError: (error) => refused("The company was not removed", error),
      },
    );
  };
}
