import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useContactFields, useContacts, usePeople } from "@/features/contacts/api";
import { ContactForm } from "@/features/contacts/contact-form";
import { peopleOf } from "@/features/contacts/refs";
import { ContactTable } from "@/features/contacts/tables";
import { useCustomColumns } from "@/features/custom-fields/columns";
import { RequiredFields } from "@/features/custom-fields/required";
import { ListActions } from "@/features/transfers/list-actions";
import { useActions } from "@/lib/actions";
import { rowsOf } from "@/lib/api";
import { useCan } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { SearchField } from "@/ui/field";
import { FilterBar } from "@/ui/filter-bar";
import { KeyHint } from "@/ui/kbd";
import { Page } from "@/ui/page";

const route = getRouteApi("/inside/contacts");

export function Contacts() {
  const { q, filter, sort } = route.useSearch();
  const change = route.useNavigate();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const [custom, setCustom] = useState({});
  const writes = useCan("contacts:write");
  const query = useContacts({ q, filter, sort });
  const fields = useContactFields().data ?? [];
  const people = usePeople().data;
  const customs = useCustomColumns("contact");
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
            onChange={(next) =>
              void change({ search: (now) => ({ ...now, q: next || undefined }), replace: true })
            }
            label="Search contacts"
            className="w-40 flex-1 sm:w-56 sm:flex-none"
          />
          <Button asChild>
            <Link to="/contacts/duplicates">Duplicates</Link>
          </Button>
          <ListActions what="contacts" object="contact" query={{ q, filter, sort }} />
          {writes && (
            <Button tone="primary" onClick={() => setCreating(true)}>
              <Plus aria-hidden /> New <KeyHint>c</KeyHint>
            </Button>
          )}
        </>
      }
    >
      <FilterBar
        fields={fields}
        value={filter ?? []}
        refs={peopleOf(people)}
        onChange={(next) =>
          void change({ search: (now) => ({ ...now, filter: next.length > 0 ? next : undefined }) })
        }
      />
      <ContactTable
        rows={rowsOf(query.data)}
        query={query}
        filtered={Boolean(q ?? filter)}
        fields={customs}
        sort={sort}
        onSort={(next) => void change({ search: (now) => ({ ...now, sort: next }), replace: true })}
      />
      <ContactForm
        open={creating}
        onOpenChange={setCreating}
        custom={custom}
        extra={<RequiredFields of="contact" values={custom} onChange={setCustom} />}
        onSaved={({ id }) => void navigate({ to: "/contacts/$contactId", params: { contactId: id } })}
      />
    </Page>
  );
}
