import { Switch } from "@/ui/switch";
import { done, refused } from "@/ui/toast";
import { type Contact, useChangeContact } from "./api";

/** Whether replies to this person may leave by themselves. */
export function ContactPause({ contact, disabled }: { contact: Contact; disabled: boolean }) {
  const change = useChangeContact();
  const set = (ai_paused: boolean) =>
    change.mutate(
      { params: { path: { contact_id: contact.id } }, body: { ai_paused } },
      {
        onSuccess: () =>
          done(ai_paused ? "Nothing leaves to this person by itself now" : "Replies may leave by themselves"),
        onError: (error) => refused("The switch was not changed", error),
      },
    );
  return (
    <div className="mt-4 flex items-center justify-between gap-4 border-t pt-4">
      <span>
        <span className="block font-medium">Automatic replies</span>
        <span className="block text-sm text-muted">
          {contact.ai_paused ? "A person approves every reply." : "Sure replies leave by themselves."}
        </span>
      </span>
      <Switch
        checked={!contact.ai_paused}
        disabled={disabled || change.isPending}
        label="Automatic replies"
        onChange={(on) => set(!on)}
      />
    </div>
  );
}
