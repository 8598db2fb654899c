import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useContacts } from "@/features/contacts/api";
import { ContactForm } from "@/features/contacts/contact-form";
import { ContactTable } from "@/features/contacts/tables";
import { useActions } from "@/lib/actions";
import { rowsOf } from "@/lib/api";
import { useCan } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { SearchField } from "@/ui/field";
import { KeyHint } from "@/ui/kbd";
import { Page } from "@/ui/page";

const route = getRouteApi("/inside/contacts");

export function Contacts() {
  const { q } = route.useSearch();
  const change = route.useNavigate();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const writes = useCan("contacts:write");
  const query = useContacts(q);
  useActions("Contacts", [writes && { label: "New contact", keys: "c", run: () => setCreating(true) }]);
  const total = query.data?.pages[0]?.total;
  return (
    <Page
      title="Contacts"
      note={total ? `${total.toString()} people` : undefined}
      bare
      actions={
        <>
          <SearchField
            value={q ?? ""}
            onChange={(next) => void change({ search: { q: next || undefined }, replace: true })}
            label="Search contacts"
            className="w-40 flex-1 sm:w-56 sm:flex-none"
          />
          {writes && (
            <Button tone="primary" onClick={() => setCreating(true)}>
              <Plus aria-hidden /> New <KeyHint>c</KeyHint>
            </Button>
          )}
        </>
      }
    >
      <ContactTable rows={rowsOf(query.data)} query={query} filtered={Boolean(q)} />
      <ContactForm
        open={creating}
        onOpenChange={setCreating}
        onSaved={({ id }) => void navigate({ to: "/contacts/$contactId", params: { contactId: id } })}
      />
    </Page>
  );
}
