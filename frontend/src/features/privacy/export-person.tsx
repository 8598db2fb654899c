import { FileDown } from "lucide-react";
import { Button } from "@/ui/button";
import { DialogActions } from "@/ui/dialog";
import { Failed, SkeletonRows } from "@/ui/states";
import { useExportPerson, useExports } from "./api";
import { ExportRows } from "./export-rows";
import { Held } from "./held";

/** What an export holds, the files there are, and a button for a new one. */
export function ExportPerson({ contact }: { contact: { id: string } }) {
  const query = useExports(contact.id);
  const begin = useExportPerson();
  const rows = query.data?.items ?? [];
  const running = rows.some(({ status }) => status === "running");
  return (
    <div className="grid gap-4">
      <Held id={contact.id} />
      {query.isPending ? (
        <SkeletonRows rows={1} />
      ) : query.isError ? (
        <Failed error={query.error} what="Earlier exports" onRetry={() => void query.refetch()} />
      ) : (
        rows.length > 0 && (
          <div className="overflow-hidden rounded-lg border">
            <ExportRows rows={rows} />
          </div>
        )
      )}
      <DialogActions>
        <Button
          tone="primary"
          busy={begin.isPending || running}
          onClick={() => begin.mutate({ params: { path: { contact_id: contact.id } } })}
        >
          <FileDown aria-hidden /> {running ? "Writing the file" : "Write a new file"}
        </Button>
      </DialogActions>
    </div>
  );
}
