import { createStore, useStore } from "./store";

export type Theme = "light" | "dark" | "system";

/** The only two things Mancrel keeps in the browser: theme and the shortcut preference. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}

const known = read("mancrel.theme");
const theme = createStore<Theme>(known === "light" || known === "dark" ? known : "system");
const shortcuts = createStore(read("mancrel.shortcuts") !== "off");
const systemDark = () => globalThis.matchMedia?.("(prefers-color-scheme: dark)");

function paint(): void {
  const choice = theme.get();
  const dark = choice === "dark" || (choice === "system" && (systemDark()?.matches ?? false));
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

systemDark()?.addEventListener?.("change", paint);

export function setTheme(next: Theme): void {
  theme.set(next);
  write("mancrel.theme", next);
  paint();
}

export function setShortcuts(on: boolean): void {
  shortcuts.set(on);
  write("mancrel.shortcuts", on ? "on" : "off");
}

export const useTheme = () => useStore(theme);
export const useShortcutsOn = () => useStore(shortcuts);
export const shortcutsOn = () => shortcuts.get();
