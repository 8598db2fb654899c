import {
  Ellipsis,
  Link2,
  ShieldCheck,
  ShieldOff,
  SquarePen,
  UserRoundCheck,
  UserRoundX,
  Users,
} from "lucide-react";
import { useState } from "react";
import { rowsOf } from "@/lib/api";
import { asRead } from "@/lib/as-read";
import { useMe } from "@/lib/session";
import { whenOpen } from "@/lib/when-open";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/badge";
import { IconButton } from "@/ui/button";
import { CopyField } from "@/ui/copy";
import { type Column, DataTable } from "@/ui/data-table";
import { Confirm, Dialog } from "@/ui/dialog";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/menu";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import { roleNames, type User, useChangeUser, useReinvite, useResetFactor, useUsers } from "./api";

const UserForm = whenOpen(async () => (await import("./user-form")).UserForm);

const columns: Column<User>[] = [
  {
    id: "name",
    header: "Name",
    className: "max-w-48 sm:max-w-none",
    cell: (user) => (
      <span className="flex items-center gap-2.5">
        <Avatar name={user.name} />
        <span className="min-w-0">
          <span className="flex items-center gap-1.5">
            <span className="truncate font-medium">{user.name}</span>
            {user.second_factor_at && <Factor />}
          </span>
          <span className="block truncate text-xs text-subtle">{user.email}</span>
        </span>
      </span>
    ),
  },
  {
    id: "role",
    header: "Role",
    cell: (user) => <Badge>{roleNames[user.role]}</Badge>,
  },
  {
    id: "teams",
    header: "Teams",
    className: "hidden md:table-cell text-muted",
    cell: (user) => user.teams.map(({ name }) => name).join(", ") || "–",
  },
  {
    id: "state",
    header: "State",
    className: "hidden sm:table-cell",
    cell: (user) => <State user={user} />,
  },
  {
    id: "menu",
    header: <span className="sr-only">More</span>,
    className: "w-10",
    cell: (user) => <UserMenu user={user} />,
  },
];

const Factor = () => (
  <span role="img" aria-label="Signs in with a second factor" title="Signs in with a second factor">
    <ShieldCheck className="size-4 text-ok-text" aria-hidden />
  </span>
);

function State({ user }: { user: User }) {
  if (!user.is_active) return <Badge>Deactivated</Badge>;
  if (user.invitation_pending) return <Badge tone="warn">Invited</Badge>;
  return user.last_login_at ? (
    <span className="text-muted">
      seen <When at={user.last_login_at} />
    </span>
  ) : (
    <span className="text-muted">never seen</span>
  );
}

export function UserList({ q }: { q: string | undefined }) {
  const query = useUsers(q);
  return (
    <DataTable
      label="Users"
      rows={rowsOf(query.data)}
      columns={columns}
      query={query}
      rowKey={({ id }) => id}
      empty={
        <Empty icon={<Users aria-hidden />} title="Nobody by that name">
          Try another word, or invite them.
        </Empty>
      }
    />
  );
}

function UserMenu({ user }: { user: User }) {
  const me = useMe();
  const [editing, setEditing] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const change = useChangeUser();
  const reinvite = useReinvite();
  const [resetting, setResetting] = useState(false);
  const params = { path: { user_id: user.id } };
  const setActive = (is_active: boolean, read = user) =>
    change.mutate(
      { params, body: { is_active }, ...asRead(read) },
      {
        onSuccess: (after) =>
          done(
            is_active ? `${user.name} may sign in again` : `${user.name} is signed out and deactivated`,
            () => setActive(!is_active, after),
          ),
        onError: (error) => refused(`${user.name} was not changed`, error),
      },
    );
  const invite = () =>
    reinvite.mutate(
      { params },
      {
        onSuccess: ({ invitation_url }) => setLink(invitation_url),
        onError: (error) => refused("No new link was made", error),
      },
    );
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <IconButton label={`More about ${user.name}`} size="iconSm">
            <Ellipsis aria-hidden />
          </IconButton>
        </MenuTrigger>
        <MenuContent>
          <MenuItem onSelect={() => setEditing(true)}>
            <SquarePen aria-hidden /> Edit
          </MenuItem>
          {user.invitation_pending && (
            <MenuItem onSelect={invite}>
              <Link2 aria-hidden /> New invitation link
            </MenuItem>
          )}
          {user.second_factor_at && user.id !== me.id && (
            <MenuItem danger onSelect={() => setResetting(true)}>
              <ShieldOff aria-hidden /> Reset the second factor
            </MenuItem>
          )}
          {user.id !== me.id && (
            <MenuItem danger={user.is_active} onSelect={() => setActive(!user.is_active)}>
              {user.is_active ? <UserRoundX aria-hidden /> : <UserRoundCheck aria-hidden />}
              {user.is_active ? "Deactivate" : "Activate"}
            </MenuItem>
          )}
        </MenuContent>
      </Menu>
      <ResetFactor user={user} open={resetting} onOpenChange={setResetting} />
      <UserForm open={editing} onOpenChange={setEditing} user={user} />
      <Dialog open={link !== null} onOpenChange={() => setLink(null)} title={`Invitation for ${user.name}`}>
        <CopyField label="Invitation link" value={link ?? ""} />
      </Dialog>
    </>
  );
}

interface ResetProps {
  user: User;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** For somebody who lost their authenticator and their recovery codes. */
function ResetFactor({ user, open, onOpenChange }: ResetProps) {
  const reset = useResetFactor();
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title={`Reset the second factor of ${user.name}?`}
      action="Reset it"
      onConfirm={() =>
        reset.mutateAsync({ params: { path: { user_id: user.id } } }).then(
          () => done(`${user.name} signs in with the password alone now`),
          (error: unknown) => refused("The second factor was not reset", error),
        )
      }
    >
      {user.name} is signed out everywhere and may then sign in with the password alone. Do this only when you
      are sure who asks for it.
    </Confirm>
  );
}
