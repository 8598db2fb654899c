import { useEffect, useEffectEvent } from "react";
import { shortcutsOn } from "./preferences";

export type Keys = Record<string, (event: KeyboardEvent) => void>;

const layers: ((event: KeyboardEvent, chord: string) => boolean)[] = [];
let prefix = "";
let prefixTimer: ReturnType<typeof setTimeout> | undefined;

/** "j", "Shift+a", "Mod+k", "g i", "Enter". */
export function chordOf(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? "Mod+" : "";
  const letter = event.key.length === 1 && /[a-z]/i.test(event.key);
  const shift = event.shiftKey && (letter || event.key.length > 1) ? "Shift+" : "";
  return mod + shift + (letter ? event.key.toLowerCase() : event.key);
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

const modalOpen = () =>
  document.querySelector("[role=dialog],[role=alertdialog],[role=menu],[role=listbox]") !== null;

/** Enter and Space belong to the focused button or link. */
function ownedByFocus(event: KeyboardEvent): boolean {
  const target = event.target;
  if (event.key !== "Enter" && event.key !== " ") return false;
  return (
    target instanceof HTMLElement && target.closest("button,a,summary,[role=tab],[role=switch]") !== null
  );
}

function dispatch(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const chord = chordOf(event);
  if (!chord.startsWith("Mod+")) {
    if (!shortcutsOn() || typing(event.target) || modalOpen() || ownedByFocus(event)) return;
  }
  const whole = prefix ? `${prefix} ${chord}` : chord;
  clearTimeout(prefixTimer);
  const wasPrefixed = prefix !== "";
  prefix = "";
  const handled = [...layers].reverse().some((layer) => layer(event, whole));
  if (!handled && !wasPrefixed && chord === "g") {
    prefix = "g";
    prefixTimer = setTimeout(() => {
      prefix = "";
    }, 900);
  }
}

/** Bind keys while the component is on screen; the innermost binding of a key wins. */
export function useKeys(keys: Keys, enabled = true): void {
  const run = useEffectEvent((event: KeyboardEvent, chord: string) => {
    const action = keys[chord];
    if (!action) return false;
    event.preventDefault();
    action(event);
    return true;
  });
  useEffect(() => {
    if (!enabled) return;
    const layer = (event: KeyboardEvent, chord: string) => run(event, chord);
    if (layers.length === 0) document.addEventListener("keydown", dispatch);
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) document.removeEventListener("keydown", dispatch);
    };
  }, [enabled]);
}

export const modKey = /mac|iphone|ipad/i.test(navigator.userAgent) ? "⌘" : "Ctrl";
