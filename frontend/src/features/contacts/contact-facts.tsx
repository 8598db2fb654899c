import { Link } from "@tanstack/react-router";
import { language, sentence } from "@/lib/format";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/badge";
import { Fact, Facts } from "@/ui/page";
import { Failed, Skeleton } from "@/ui/states";
import { When } from "@/ui/time";
import { type Contact, useContact } from "./api";

/** A person in the side panel of a thread. */
export function ContactCard({ id }: { id: string }) {
  const query = useContact(id);
  if (query.isPending) {
    return (
      <div className="space-y-3" role="status" aria-label="Loading the contact">
        <Skeleton className="h-8 w-3/4" />
        <Skeleton className="h-3 w-full" />
        <Skeleton className="h-3 w-2/3" />
      </div>
    );
  }
  if (!query.data) {
    return (
      <Failed
        error={query.error}
        what="The contact"
        onRetry={() => void query.refetch()}
        className="px-0 py-4"
      />
    );
  }
  const contact = query.data;
  return (
    <div>
      <Link
        to="/contacts/$contactId"
        params={{ contactId: contact.id }}
        className="mb-3 flex items-center gap-2.5 rounded-md hover:underline"
      >
        <Avatar name={contact.name} className="size-9" />
        <span className="min-w-0">
          <span className="block truncate font-medium">{contact.name}</span>
          <span className="block truncate text-sm text-subtle">{contact.company?.name ?? contact.email}</span>
        </span>
      </Link>
      <ContactFacts contact={contact} />
    </div>
  );
}

export function ContactFacts({ contact }: { contact: Contact }) {
  return (
    <Facts>
      <Fact label="E-mail">
        {contact.email && (
          <a className="text-accent-text hover:underline" href={`mailto:${contact.email}`}>
            {contact.email}
          </a>
        )}
      </Fact>
      {contact.phones.length > 0 && (
        <Fact label="Phone">
          {contact.phones.map(({ value }) => (
            <a key={value} className="block text-accent-text hover:underline" href={`tel:${value}`}>
              {value}
            </a>
          ))}
        </Fact>
      )}
      {contact.lifecycle && <Fact label="Lifecycle">{sentence(contact.lifecycle)}</Fact>}
      {contact.company && (
        <Fact label="Company">
          <Link
            to="/companies/$companyId"
            params={{ companyId: contact.company.id }}
            className="text-accent-text hover:underline"
          >
            {contact.company.name}
          </Link>
        </Fact>
      )}
      <Fact label="Owner">{contact.owner?.name ?? "Nobody"}</Fact>
      {contact.language && <Fact label="Language">{language(contact.language)}</Fact>}
      {contact.tags.length > 0 && (
        <Fact label="Tags">
          <span className="flex flex-wrap gap-1">
            {contact.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        </Fact>
      )}
      <Fact label="Known">
        since <When at={contact.created_at} />
      </Fact>
    </Facts>
  );
}
