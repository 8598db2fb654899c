import { language } from "@/lib/format";
import { InlineSelect, InlineText } from "@/ui/inline";
import { Fact, Facts } from "@/ui/page";
import { TagsEditor } from "@/ui/tags-editor";
import { When } from "@/ui/time";
import { Addresses } from "./addresses";
import { type Contact, useEditContact, usePeople, useTags } from "./api";
import { CompanyPick } from "./company-pick";
import { type Lifecycle, lifecycles, sources } from "./words";

/** All facts about a person, each edited where it stands. */
export function ContactPanel({ contact, writes }: { contact: Contact; writes: boolean }) {
  const save = useEditContact(contact);
  const people = usePeople().data?.users ?? [];
  const tags = useTags().data?.items ?? [];
  const disabled = !writes;
  return (
    <Facts className="items-baseline">
      <Fact label="Name">
        <InlineText
          label="Name"
          value={contact.name}
          required
          disabled={disabled}
          onSave={(name) => name && save({ name }, "Name changed")}
        />
      </Fact>
      <Fact label="E-mail">
        <Addresses
          kind="email"
          value={contact.emails}
          disabled={disabled}
          onSave={(emails, said) => save({ emails }, said)}
        />
      </Fact>
      <Fact label="Phone">
        <Addresses
          kind="phone"
          value={contact.phones}
          disabled={disabled}
          onSave={(phones, said) => save({ phones }, said)}
        />
      </Fact>
      <Fact label="Company">
        <CompanyPick
          value={contact.company}
          disabled={disabled}
          onSave={(company) =>
            save(
              { company_id: company?.id ?? null },
              company ? `Works for ${company.name}` : "Company taken off",
            )
          }
        />
      </Fact>
      <Fact label="Lifecycle">
        <InlineSelect
          label="Lifecycle"
          value={contact.lifecycle}
          options={lifecycles}
          none="Not said"
          disabled={disabled}
          onSave={(next) => save({ lifecycle: next as Lifecycle | null }, "Lifecycle changed")}
        />
      </Fact>
      <Fact label="Source">
        <InlineSelect
          label="Source"
          value={contact.source}
          options={sources}
          none="Not known"
          disabled={disabled}
          onSave={(next) => save({ source: next as Contact["source"] }, "Source changed")}
        />
      </Fact>
      <Fact label="Owner">
        <InlineSelect
          label="Owner"
          value={contact.owner?.id ?? null}
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
          none="Nobody"
          disabled={disabled}
          onSave={(owner_id) => save({ owner_id }, "Owner changed")}
        />
      </Fact>
      {contact.team && <Fact label="Team">{contact.team.name}</Fact>}
      <Fact label="Tags">
        <TagsEditor
          value={contact.tags}
          known={tags.map(({ name }) => name)}
          disabled={disabled}
          onSave={(next) => save({ tags: next }, "Tags changed")}
        />
      </Fact>
      <Fact label="Language">
        <InlineText
          label="Language"
          value={contact.language}
          show={contact.language ? language(contact.language) : undefined}
          placeholder="de"
          disabled={disabled}
          onSave={(next) => save({ language: next?.toLowerCase() ?? null }, "Language changed")}
        />
      </Fact>
      <Fact label="Known">
        since <When at={contact.created_at} />
      </Fact>
    </Facts>
  );
}
