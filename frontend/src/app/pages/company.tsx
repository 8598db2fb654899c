import { getRouteApi, Link } from "@tanstack/react-router";
import { SquarePen } from "lucide-react";
import { useState } from "react";
import { useCompany, useCompanyContacts } from "@/features/contacts/api";
import { CompanyForm } from "@/features/contacts/company-form";
import { Timeline } from "@/features/timeline/timeline";
import { count } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { Avatar } from "@/ui/avatar";
import { Button } from "@/ui/button";
import { Fact, Facts, Page, Section } from "@/ui/page";
import { Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { Back } from "./back";

const route = getRouteApi("/inside/companies/$companyId");

export function CompanyPage() {
  const { companyId } = route.useParams();
  const query = useCompany(companyId);
  const [editing, setEditing] = useState(false);
  const writes = useCan("companies:write");
  const company = query.data;
  return (
    <Page
      title={company?.name ?? "Company"}
      narrow
      actions={
        <>
          <Back to="/companies" label="Companies" />
          {writes && company && (
            <Button onClick={() => setEditing(true)}>
              <SquarePen aria-hidden /> Edit
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
        <div className="grid gap-4">
          <Section title="Facts" padded>
            <Facts>
              <Fact label="Domain">{company.domain}</Fact>
              <Fact label="Contacts">{count(company.contact_count)}</Fact>
              <Fact label="Owner">{company.owner?.name ?? "Nobody"}</Fact>
              <Fact label="Team">{company.team?.name}</Fact>
              <Fact label="Known">
                since <When at={company.created_at} />
              </Fact>
            </Facts>
          </Section>
          <People companyId={company.id} />
          <Timeline record="companies" id={company.id} />
          <CompanyForm open={editing} onOpenChange={setEditing} company={company} />
        </div>
      )}
    </Page>
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
