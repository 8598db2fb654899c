import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Combine, FilterX, Plus } from "lucide-react";
import { lazy, useState } from "react";
import { type Contact, useContactFields, useContacts, usePeople } from "@/features/contacts/api";
import { contactDefaults, useContactColumns } from "@/features/contacts/contact-columns";
import { peopleOf } from "@/features/contacts/refs";
import { useCustomColumns } from "@/features/custom-fields/columns";
import { useActions } from "@/lib/actions";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import { whenOpen } from "@/lib/when-open";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { MenuItem } from "@/ui/menu";
import { useColumnsOf } from "./columns-of";
import { RecordList } from "./record-list";

const RequiredFields = lazy(async () => ({
  default: (await import("@/features/custom-fields/required")).RequiredFields,
}));
const NoRecords = soon(async () => (await import("./no-records")).NoRecords);
const ContactForm = whenOpen(async () => (await import("@/features/contacts/contact-form")).ContactForm);

const route = getRouteApi("/inside/contacts");
const SCREENED_OUT = "screened_out:eq:true";

export function Contacts() {
  const change = route.useNavigate();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const [custom, setCustom] = useState({});
  const writes = useCan("contacts:write");
  const open = (contactId: string) => void navigate({ to: "/contacts/$contactId", params: { contactId } });
  useActions("Contacts", [writes && { label: "New contact", keys: "c", run: () => setCreating(true) }]);
  return (
    <>
      <RecordList<Contact>
        kind="contacts"
        object="contact"
        title="Contacts"
        search={route.useSearch()}
        onSearch={(search, replace) => void change({ search, replace })}
        {...useColumnsOf(useContactColumns(), useCustomColumns<Contact>("contact"), contactDefaults)}
        fields={useContactFields().data ?? []}
        refs={peopleOf(usePeople().data)}
        useRows={useContacts}
        onOpen={({ id }) => open(id)}
        empty={(onAll) => (
          <NoRecords object="contact" onAll={onAll} onCreate={writes ? () => setCreating(true) : undefined} />
        )}
        menu={
          <>
            <MenuItem onSelect={() => void navigate({ to: "/contacts/duplicates" })}>
              <Combine aria-hidden /> Find duplicates
            </MenuItem>
            <MenuItem onSelect={() => void change({ search: { filter: [SCREENED_OUT] } })}>
              <FilterX aria-hidden /> Show who is screened out
            </MenuItem>
          </>
        }
        creator={
          writes && (
            <Button tone="primary" onClick={() => setCreating(true)}>
              <Plus aria-hidden /> New <KeyHint>c</KeyHint>
            </Button>
          )
        }
      />
      <ContactForm
        open={creating}
        onOpenChange={setCreating}
        custom={custom}
        extra={<RequiredFields of="contact" values={custom} onChange={setCustom} />}
        onSaved={({ id }) => open(id)}
      />
    </>
  );
}
