import { useState } from "react";
import { currentActions } from "@/lib/actions";
import { modKey } from "@/lib/keyboard";
import { setShortcuts, useShortcutsOn } from "@/lib/preferences";
import { Dialog } from "@/ui/dialog";
import { Kbd } from "@/ui/kbd";
import { Switch } from "@/ui/switch";
import { openOverlay } from "./overlays";

const shown = (keys: string) =>
  keys.split(" ").flatMap((chord) =>
    chord
      .replace("Mod", modKey)
      .split("+")
      .map((key) => (key.length === 1 ? key : key)),
  );

/** Every key that works on this screen. */
export default function KeyMap() {
  const on = useShortcutsOn();
  const [groups] = useState(currentActions);
  return (
    <Dialog open onOpenChange={(open) => !open && openOverlay(null)} title="Keys on this screen" wide>
      <div className="mb-5 flex items-center justify-between gap-4 rounded-md border p-3">
        <p className="text-sm text-muted">Single-key shortcuts. {modKey} K works either way.</p>
        <Switch checked={on} onChange={setShortcuts} label="Single-key shortcuts" />
      </div>
      <div className="columns-1 gap-8 sm:columns-2">
        {groups.map(({ group, actions }) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 text-sm">{group}</h3>
            <ul>
              {actions
                .filter(({ keys }) => keys)
                .map(({ label, keys = "" }) => (
                  <li key={keys} className="flex items-center justify-between gap-3 py-1 text-sm">
                    <span className="text-muted">{label}</span>
                    <span className="flex gap-1">
                      {shown(keys).map((key, index) => (
                        <Kbd key={`${key}-${index.toString()}`}>{key}</Kbd>
                      ))}
                    </span>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
