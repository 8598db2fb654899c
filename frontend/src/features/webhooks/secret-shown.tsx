import { Button } from "@/ui/button";
import { CopyField } from "@/ui/copy";
import { DialogActions } from "@/ui/dialog";
import { Notice } from "@/ui/states";

/** The secret of a subscription, this once. */
export const SecretShown = ({ secret, onDone }: { secret: string; onDone: () => void }) => (
  <div className="grid gap-4">
    <CopyField label="Secret" value={secret} />
    <Notice tone="warn">
      It is shown only now. The receiver checks with it that a webhook is from here.
    </Notice>
    <DialogActions>
      <Button tone="primary" onClick={onDone}>
        I have copied it
      </Button>
    </DialogActions>
  </div>
);
