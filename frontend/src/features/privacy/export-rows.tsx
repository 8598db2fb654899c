import { Download } from "lucide-react";
import { bytes } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { When } from "@/ui/time";
import { type PersonExport, saveExport } from "./api";

const stands = {
  running: { tone: "info", label: "Being written" },
  ready: { tone: "ok", label: "Ready" },
  failed: { tone: "bad", label: "Failed" },
  expired: { tone: "plain", label: "Deleted after 7 days" },
} as const;

/** Files of personal data, newest first. */
export const ExportRows = ({ rows, named }: { rows: PersonExport[]; named?: boolean }) => (
  <ul>
    {rows.map((one) => (
      <li
        key={one.id}
        className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2.5 last:border-0"
      >
        <span className="min-w-0 flex-1">
          {named && <span className="block truncate font-medium">{one.contact.name}</span>}
          <span className="block text-sm text-muted">
            <When at={one.created_at} /> by {one.by.name}
            {one.size !== null && ` · ${bytes(one.size)}`}
          </span>
          {one.error && <span className="block text-sm text-bad-text">{one.error}</span>}
          {one.complete === false && (
            <span className="block text-sm text-warn-text">
              Without what you may not see; an admin's export is complete.
            </span>
          )}
        </span>
        <Badge tone={stands[one.status].tone}>{stands[one.status].label}</Badge>
        {one.status === "ready" && one.mine && (
          <Button size="sm" onClick={() => void saveExport(one)}>
            <Download aria-hidden /> Download
          </Button>
        )}
      </li>
    ))}
  </ul>
);
