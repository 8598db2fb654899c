import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { type Company, useCompany, useCompanyContacts, useEditCompany } from "@/features/contacts/api";
import { CompanyPanel } from "@/features/contacts/company-panel";
import { MergedFrom } from "@/features/contacts/merged-from";
import { useRemoveCompany } from "@/features/contacts/removing";
import { CustomValues } from "@/features/custom-fields/values";
import { useCan } from "@/lib/permissions";
import { Avatar } from "@/ui/avatar";
import { Button } from "@/ui/button";
import { Page, Section } from "@/ui/page";
import { Failed, SkeletonRows } from "@/ui/states";
import { Back } from "./back";
import { Notes, RecordActivities, Timeline } from "./record-parts";

const route = getRouteApi("/inside/companies/$companyId");

export function CompanyPage() {
  const { companyId } = route.useParams();
  const query = useCompany(companyId);
  const navigate = useNavigate();
  const remove = useRemoveCompany();
  const company = query.data;
  const writes = useCan("companies:write") && Boolean(company?.editable);
  return (
    <Page
      title={company?.name ?? "Company"}
      note={company?.domain}
      actions={
        <>
          <Back to="/companies" label="Companies" />
          {writes && company && (
            <Button tone="danger" onClick={() => remove(company, () => void navigate({ to: "/companies" }))}>
              <Trash2 aria-hidden /> Remove
            </Button>
          )}
        </>
      }
    >
      {query.isPending ? (
        <SkeletonRows rows={4} />
      ) : !company ? (
        <Failed error={query.error} what="The company" onRetry={() => void query.refetch()} />
      ) : (
        <Body company={company} writes={writes} />
      )}
    </Page>
  );
}

function Body({ company, writes }: { company: Company; writes: boolean }) {
  const save = useEditCompany(company);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[1fr_22rem]">
      <div className="grid min-w-0 gap-4">
        <RecordActivities about={{ company_id: company.id }} />
        <Notes about={{ company_id: company.id }} />
        <People companyId={company.id} />
        <Timeline record="companies" id={company.id} />
      </div>
      <div className="grid min-w-0 gap-4 max-lg:order-first">
        <Section title="Facts" padded>
          <CompanyPanel company={company} writes={writes} />
        </Section>
        <CustomValues
          of="company"
          values={company.custom}
          writes={writes}
          onSave={(custom, said) => save({ custom }, said)}
        />
        <MergedFrom kind="companies" id={company.id} />
      </div>
    </div>
  );
}

/** Who works there. */
function People({ companyId }: { companyId: string }) {
  const query = useCompanyContacts(companyId);
  const people = query.data?.items ?? [];
  return (
    <Section title="Contacts">
      {query.isPending ? (
        <SkeletonRows rows={3} />
      ) : query.isError ? (
        <Failed error={query.error} what="Contacts" onRetry={() => void query.refetch()} />
      ) : people.length === 0 ? (
        <p className="px-4 py-4 text-muted">Nobody yet. Whoever writes from its domain is added by itself.</p>
      ) : (
        <ul>
          {people.map(({ id, name, email }) => (
            <li key={id} className="border-b last:border-0">
              <Link
                to="/contacts/$contactId"
                params={{ contactId: id }}
                className="ring-inset-focus flex items-center gap-3 px-4 py-2 hover:bg-hover"
              >
                <Avatar name={name} />
                <span className="flex-1 truncate font-medium">{name}</span>
                <span className="truncate text-sm text-muted">{email}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
