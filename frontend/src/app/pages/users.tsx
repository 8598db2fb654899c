import { getRouteApi } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { TeamList } from "@/features/accounts/team-list";
import { UserList } from "@/features/accounts/user-list";
import { useActions } from "@/lib/actions";
import { useCan } from "@/lib/permissions";
import { whenOpen } from "@/lib/when-open";
import { Button } from "@/ui/button";
import { SearchField } from "@/ui/field";
import { KeyHint } from "@/ui/kbd";
import { Page } from "@/ui/page";
import { SettingsTabs } from "./settings-tabs";

const TeamForm = whenOpen(async () => (await import("@/features/accounts/team-form")).TeamForm);
const UserForm = whenOpen(async () => (await import("@/features/accounts/user-form")).UserForm);

const route = getRouteApi("/inside/settings/users");

export function Users() {
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const [inviting, setInviting] = useState(false);
  const writes = useCan("users:write");
  useActions("Users", [writes && { label: "Invite a user", keys: "c", run: () => setInviting(true) }]);
  return (
    <Page
      title="Settings"
      tabs={<SettingsTabs />}
      bare
      actions={
        <>
          <SearchField
            value={q ?? ""}
            onChange={(next) => void navigate({ search: { q: next || undefined }, replace: true })}
            label="Search users"
            className="w-40 flex-1 sm:w-56 sm:flex-none"
          />
          {writes && (
            <Button tone="primary" onClick={() => setInviting(true)}>
              <Plus aria-hidden /> Invite <KeyHint>c</KeyHint>
            </Button>
          )}
        </>
      }
    >
      <UserList q={q} />
      <UserForm open={inviting} onOpenChange={setInviting} />
    </Page>
  );
}

export function Teams() {
  const [creating, setCreating] = useState(false);
  const writes = useCan("teams:write");
  useActions("Teams", [writes && { label: "New team", keys: "c", run: () => setCreating(true) }]);
  return (
    <Page
      title="Settings"
      tabs={<SettingsTabs />}
      actions={
        writes && (
          <Button tone="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden /> New team <KeyHint>c</KeyHint>
          </Button>
        )
      }
    >
      <TeamList />
      <TeamForm open={creating} onOpenChange={setCreating} />
    </Page>
  );
}
