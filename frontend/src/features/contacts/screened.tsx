import { FilterX } from "lucide-react";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/states";
import { type Contact, useEditContact } from "./api";

/** Why somebody is in no list, and what puts them there. */
export function ScreenedOut({ contact, writes }: { contact: Contact; writes: boolean }) {
  const save = useEditContact(contact);
  return (
    <Notice tone="info" icon={<FilterX aria-hidden />} className="max-lg:order-first lg:col-span-2">
      <span className="flex grow flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span className="min-w-0 flex-1 basis-60">
          Only spam and automated mail came from here, so the lists leave {contact.name} out. A question would
          bring them back.
        </span>
        {writes && (
          <Button onClick={() => save({ screened_out: false }, "Shown in the lists again")}>
            Show in lists
          </Button>
        )}
      </span>
    </Notice>
  );
}
