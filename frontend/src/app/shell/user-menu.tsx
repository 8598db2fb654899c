import { useNavigate } from "@tanstack/react-router";
import { Keyboard, LogOut, Monitor, Moon, Settings, Sun } from "lucide-react";
import { roleNames, useSignOut } from "@/features/accounts/api";
import { setTheme, type Theme, useTheme } from "@/lib/preferences";
import { useMe } from "@/lib/session";
import { Avatar } from "@/ui/avatar";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuLine, MenuTrigger } from "@/ui/menu";
import { openOverlay } from "./overlays";

export const themes: { value: Theme; label: string; icon: typeof Sun }[] = [
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "system", label: "As the system", icon: Monitor },
];

/** Who is signed in, the theme, the map of keys, and the way out. */
export function UserMenu() {
  const me = useMe();
  const theme = useTheme();
  const navigate = useNavigate();
  const signOut = useSignOut();
  return (
    <Menu>
      <MenuTrigger className="ring-inset-focus flex h-10 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left hover:bg-hover">
        <Avatar name={me.name} />
        <span className="min-w-0 flex-1 leading-tight">
          <span className="block truncate text-sm font-medium">{me.name}</span>
          <span className="block truncate text-xs text-subtle">{roleNames[me.role]}</span>
        </span>
      </MenuTrigger>
      <MenuContent align="start" side="top" className="w-56">
        <MenuLabel>{me.email}</MenuLabel>
        <MenuItem onSelect={() => void navigate({ to: "/settings" })} keys="g s">
          <Settings aria-hidden /> Settings
        </MenuItem>
        <MenuItem onSelect={() => openOverlay("keys")} keys="?">
          <Keyboard aria-hidden /> Map of keys
        </MenuItem>
        <MenuLine />
        <MenuLabel>Theme</MenuLabel>
        {themes.map(({ value, label, icon: Icon }) => (
          <MenuItem key={value} checked={theme === value} onSelect={() => setTheme(value)}>
            <Icon aria-hidden /> {label}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem onSelect={() => signOut.mutate()}>
          <LogOut aria-hidden /> Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
