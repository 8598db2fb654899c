import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useCompanies, useCompanyFields, usePeople } from "@/features/contacts/api";
import { CompanyForm } from "@/features/contacts/company-form";
import { peopleOf } from "@/features/contacts/refs";
import { CompanyTable } from "@/features/contacts/tables";
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

const route = getRouteApi("/inside/companies");

export function Companies() {
  const { q, filter, sort } = route.useSearch();
  const change = route.useNavigate();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const [custom, setCustom] = useState({});
  const writes = useCan("companies:write");
  const query = useCompanies({ q, filter, sort });
  const fields = useCompanyFields().data ?? [];
  const people = usePeople().data;
  const customs = useCustomColumns("company");
  useActions("Companies", [writes && { label: "New company", keys: "c", run: () => setCreating(true) }]);
  return (
    <Page
      title="Companies"
      bare
      actions={
        <>
          <SearchField
            value={q ?? ""}
            onChange={(next) =>
              void change({ search: (now) => ({ ...now, q: next || undefined }), replace: true })
            }
            label="Search companies"
            className="w-40 flex-1 sm:w-56 sm:flex-none"
          />
          <ListActions what="companies" object="company" query={{ q, filter, sort }} />
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
      <CompanyTable
        rows={rowsOf(query.data)}
        query={query}
        filtered={Boolean(q ?? filter)}
        fields={customs}
        sort={sort}
        onSort={(next) => void change({ search: (now) => ({ ...now, sort: next }), replace: true })}
      />
      <CompanyForm
        open={creating}
        onOpenChange={setCreating}
        custom={custom}
        extra={<RequiredFields of="company" values={custom} onChange={setCustom} />}
        onSaved={({ id }) => void navigate({ to: "/companies/$companyId", params: { companyId: id } })}
      />
    </Page>
  );
}
