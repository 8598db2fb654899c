import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Combine, FilterX, Plus } from "lucide-react";
import { lazy, useState } from "react";
import { type Company, useCompanies, useCompanyFields, usePeople } from "@/features/contacts/api";
import { companyDefaults, useCompanyColumns } from "@/features/contacts/company-columns";
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
const CompanyForm = whenOpen(async () => (await import("@/features/contacts/company-form")).CompanyForm);

const route = getRouteApi("/inside/companies");
const SCREENED_OUT = "screened_out:eq:true";

export function Companies() {
  const change = route.useNavigate();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const [custom, setCustom] = useState({});
  const writes = useCan("companies:write");
  const open = (companyId: string) => void navigate({ to: "/companies/$companyId", params: { companyId } });
  useActions("Companies", [writes && { label: "New company", keys: "c", run: () => setCreating(true) }]);
  return (
    <>
      <RecordList<Company>
        kind="companies"
        object="company"
        title="Companies"
        search={route.useSearch()}
        onSearch={(search, replace) => void change({ search, replace })}
        {...useColumnsOf(useCompanyColumns(), useCustomColumns<Company>("company"), companyDefaults)}
        fields={useCompanyFields().data ?? []}
        refs={peopleOf(usePeople().data)}
        useRows={useCompanies}
        onOpen={({ id }) => open(id)}
        empty={(onAll) => (
          <NoRecords object="company" onAll={onAll} onCreate={writes ? () => setCreating(true) : undefined} />
        )}
        menu={
          <>
            <MenuItem onSelect={() => void navigate({ to: "/companies/duplicates" })}>
              <Combine aria-hidden /> Find duplicates
            </MenuItem>
            <MenuItem onSelect={() => void change({ search: { filter: [SCREENED_OUT] } })}>
              <FilterX aria-hidden /> Show what is screened out
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
      <CompanyForm
        open={creating}
        onOpenChange={setCreating}
        custom={custom}
        extra={<RequiredFields of="company" values={custom} onChange={setCustom} />}
        onSaved={({ id }) => open(id)}
      />
    </>
  );
}
