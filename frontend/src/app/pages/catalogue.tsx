import { getRouteApi, Link } from "@tanstack/react-router";
import { Cable } from "lucide-react";
import { useProductSearch, useProducts, useSources } from "@/features/catalogue/api";
import { ProductTable } from "@/features/catalogue/product-table";
import { rowsOf } from "@/lib/api";
import { plural } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { SearchField, Select } from "@/ui/field";
import { Page } from "@/ui/page";
import { Segmented } from "@/ui/segmented";

const sorts = ["title", "-title", "price", "-price", "stock", "-stock"] as const;
const route = getRouteApi("/inside/catalogue");

/** Every product the AI may speak of, as fresh as its source. */
export function Catalogue() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { q, by = "words", sort, category, source } = search;
  const meaning = by === "meaning" && Boolean(q);
  const listed = useProducts({ q, sort, category, source }, !meaning);
  const found = useProductSearch(meaning ? q : undefined);
  const seesSources = useCan("sources:read");
  const change = (next: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...next }, replace: true });
  const total = meaning ? found.data?.items.length : listed.data?.pages[0]?.total;
  return (
    <Page
      title="Catalogue"
      note={total ? plural(total, "product") : undefined}
      bare
      actions={
        seesSources && (
          <Button asChild>
            <Link to="/catalogue/sources">
              <Cable aria-hidden /> Sources
            </Link>
          </Button>
        )
      }
    >
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b bg-surface px-4 py-2 md:px-6">
        <SearchField
          value={q ?? ""}
          onChange={(next) => change({ q: next || undefined })}
          label="Search products"
          className="min-w-44 flex-1 sm:max-w-72"
        />
        <Segmented<"words" | "meaning">
          label="Search by"
          value={by}
          onChange={(next) => change({ by: next === "words" ? undefined : next })}
          options={[
            { value: "words", label: "Words", title: "Titles and numbers that contain these words" },
            { value: "meaning", label: "Meaning", title: "Also what is called differently" },
          ]}
        />
        {seesSources && <SourceFilter value={source} onChange={(next) => change({ source: next })} />}
      </div>
      <ProductTable
        rows={meaning ? (found.data?.items ?? []).map(({ product }) => product) : rowsOf(listed.data)}
        query={meaning ? found : listed}
        sort={sort}
        onSort={meaning ? undefined : (next) => change({ sort: sorts.find((known) => known === next) })}
        filtered={Boolean(q || category || source)}
        emptyAction={
          seesSources && (
            <Button asChild tone="primary">
              <Link to="/catalogue/sources">Connect a source</Link>
            </Button>
          )
        }
      />
    </Page>
  );
}

function SourceFilter({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const sources = useSources().data?.items ?? [];
  if (sources.length < 2) return null;
  return (
    <Select
      aria-label="Source"
      className="w-40"
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value || undefined)}
    >
      <option value="">All sources</option>
      {sources.map(({ id, name }) => (
        <option key={id} value={name}>
          {name}
        </option>
      ))}
    </Select>
  );
}
