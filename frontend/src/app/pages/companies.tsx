import { getRouteApi } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useCompanies } from "@/features/contacts/api";
import { CompanyForm } from "@/features/contacts/company-form";
import { CompanyTable } from "@/features/contacts/tables";
import { useActions } from "@/lib/actions";
import { rowsOf } from "@/lib/api";
import { useCan } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { SearchField } from "@/ui/field";
import { KeyHint } from "@/ui/kbd";
import { Page } from "@/ui/page";

const route = getRouteApi("/inside/companies");

export function Companies() {
  const { q } = route.useSearch();
  const change = route.useNavigate();
  const [creating, setCreating] = useState(false);
  const writes = useCan("companies:write");
  const query = useCompanies(q);
  useActions("Companies", [writes && { label: "New company", keys: "c", run: () => setCreating(true) }]);
  return (
    <Page
      title="Companies"
      bare
      actions={
        <>
          <SearchField
            value={q ?? ""}
            onChange={(next) => void change({ search: { q: next || undefined }, replace: true })}
            label="Search companies"
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
      <CompanyTable rows={rowsOf(query.data)} query={query} filtered={Boolean(q)} />
      <CompanyForm open={creating} onOpenChange={setCreating} />
    </Page>
  );
}
