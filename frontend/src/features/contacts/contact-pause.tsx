import { Switch } from "@/ui/switch";
import { type Contact, useEditContact } from "./api";

/** Whether replies to this person may leave by themselves. */
export function ContactPause({ contact, disabled }: { contact: Contact; disabled: boolean }) {
  const save = useEditContact(contact);
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
        disabled={disabled}
        label="Automatic replies"
        onChange={(on) =>
          save(
            { ai_paused: !on },
            on ? "Replies may leave by themselves" : "Nothing leaves to this person by itself now",
          )
        }
      />
    </div>
  );
}
