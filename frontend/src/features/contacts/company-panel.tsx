import { count } from "@/lib/format";
import { Button } from "@/ui/button";
import { InlineSelect, InlineText } from "@/ui/inline";
import { Fact, Facts } from "@/ui/page";
import { TagsEditor } from "@/ui/tags-editor";
import { When } from "@/ui/time";
import { type Company, type CompanyChange, useEditCompany, usePeople, useTags } from "./api";
import { type Lifecycle, lifecycles, sizes } from "./words";

type Plain = "domain" | "industry" | "street" | "postal_code" | "city" | "region" | "country" | "phone";
const first: [Plain, string][] = [
  ["domain", "Domain"],
  ["phone", "Phone"],
];
const place: [Plain, string][] = [
  ["street", "Street"],
  ["postal_code", "Postal code"],
  ["city", "City"],
  ["region", "Region"],
  ["country", "Country"],
];

const asLink = (typed: string | null) => (typed && !/^https?:\/\//.test(typed) ? `https://${typed}` : typed);

/** All facts about a company, each edited where it stands. */
export function CompanyPanel({ company, writes }: { company: Company; writes: boolean }) {
  const save = useEditCompany(company);
  const people = usePeople().data?.users ?? [];
  const tags = useTags().data?.items ?? [];
  const disabled = !writes;
  const plain = ([name, label]: [Plain, string]) => (
    <Fact key={name} label={label}>
      <InlineText
        label={label}
        value={company[name]}
        placeholder={name === "country" ? "DE" : undefined}
        type={name === "phone" ? "tel" : "text"}
        disabled={disabled}
        onSave={(typed) => {
          const value = name === "country" ? (typed?.toUpperCase() ?? null) : typed;
          save({ [name]: value } as CompanyChange, `${label} changed`);
        }}
      />
    </Fact>
  );
  return (
    <Facts className="items-baseline">
      <Fact label="Name">
        <InlineText
          label="Name"
          value={company.name}
          required
          disabled={disabled}
          onSave={(name) => name && save({ name }, "Name changed")}
        />
      </Fact>
      <Fact label="Website">
        <InlineText
          label="Website"
          value={company.website}
          type="url"
          show={company.website && <Website address={company.website} />}
          disabled={disabled}
          onSave={(typed) => save({ website: asLink(typed) }, "Website changed")}
        />
      </Fact>
      {first.map(plain)}
      {company.domains.length > 1 && (
        <Fact label="Also">
          <OtherDomains
            domains={company.domains.filter((one) => one !== company.domain)}
            onChoose={writes ? (domain) => save({ domain }, "Main domain changed") : undefined}
          />
        </Fact>
      )}
      <Fact label="Lifecycle">
        <InlineSelect
          label="Lifecycle"
          value={company.lifecycle}
          options={lifecycles}
          none="Not said"
          disabled={disabled}
          onSave={(next) => save({ lifecycle: next as Lifecycle | null }, "Lifecycle changed")}
        />
      </Fact>
      {plain(["industry", "Industry"])}
      <Fact label="People">
        <InlineSelect
          label="Size"
          value={company.size}
          options={sizes}
          none="Not known"
          disabled={disabled}
          onSave={(next) => save({ size: next as Company["size"] }, "Size changed")}
        />
      </Fact>
      {place.map(plain)}
      <Fact label="Owner">
        <InlineSelect
          label="Owner"
          value={company.owner?.id ?? null}
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
          none="Nobody"
          disabled={disabled}
          onSave={(owner_id) => save({ owner_id }, "Owner changed")}
        />
      </Fact>
      {company.team && <Fact label="Team">{company.team.name}</Fact>}
      <Fact label="Tags">
        <TagsEditor
          value={company.tags}
          known={tags.map(({ name }) => name)}
          disabled={disabled}
          onSave={(next) => save({ tags: next }, "Tags changed")}
        />
      </Fact>
      <Fact label="Contacts">{count(company.contact_count)}</Fact>
      <Fact label="Known">
        since <When at={company.created_at} />
      </Fact>
    </Facts>
  );
}

interface OtherDomainsProps {
  domains: string[];
  onChoose: ((domain: string) => void) | undefined;
}

/** The domains that merged companies brought along; each can become the main one. */
const OtherDomains = ({ domains, onChoose }: OtherDomainsProps) => (
  <ul>
    {domains.map((domain) => (
      <li key={domain} className="flex flex-wrap items-center gap-x-2">
        <span className="min-w-0 wrap-anywhere">{domain}</span>
        {onChoose && (
          <Button
            size="sm"
            tone="quiet"
            aria-label={`Make ${domain} the main domain`}
            onClick={() => onChoose(domain)}
          >
            Make main
          </Button>
        )}
      </li>
    ))}
  </ul>
);

const Website = ({ address }: { address: string }) => (
  <a href={address} target="_blank" rel="noreferrer" className="text-accent-text hover:underline">
    {address.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "")}
  </a>
);
