import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { DropZone } from "@/features/transfers/drop-zone";
import { ImportList } from "@/features/transfers/import-list";
import { Steps } from "@/features/transfers/steps";
import { Page } from "@/ui/page";

const route = getRouteApi("/inside/imports");

/** Bring a file, and see what was brought before. */
export function Imports() {
  const { object = "contact" } = route.useSearch();
  const change = route.useNavigate();
  const navigate = useNavigate();
  const open = (id: string) => void navigate({ to: "/imports/$importId", params: { importId: id } });
  return (
    <Page title="Import" note="Records from a CSV or XLSX file">
      <div className="grid max-w-4xl gap-6">
        <Steps at={0} />
        <DropZone
          object={object}
          onObject={(next) => void change({ search: { object: next }, replace: true })}
          onBrought={({ id }) => open(id)}
        />
        <ImportList onOpen={open} />
      </div>
    </Page>
  );
}
