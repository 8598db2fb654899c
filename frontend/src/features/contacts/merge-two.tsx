import { Combine } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { MergeDialog } from "./merge-dialog";
import type { Kind, Mergeable } from "./merging";

interface MergeTwoProps {
  kind: Kind;
  records: [Mergeable, Mergeable];
  onMerged: () => void;
}

/** Two that a person takes for one, whether or not they were suggested as duplicates. */
export function MergeTwo({ kind, records, onMerged }: MergeTwoProps) {
  const [merging, setMerging] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setMerging(true)}>
        <Combine aria-hidden /> Merge …
      </Button>
      <MergeDialog
        kind={kind}
        records={merging ? records : undefined}
        onClose={() => setMerging(false)}
        onMerged={onMerged}
      />
    </>
  );
}
