import { sentence } from "@/lib/format";
import { Section } from "@/ui/page";
import { Segmented } from "@/ui/switch";
import type { AssistantSettings, Mode } from "./api";

const modes: { value: Mode; label: string; title: string }[] = [
  { value: "on", label: "On", title: "May leave by itself when sure enough" },
  { value: "shadow", label: "Shadow", title: "Decides as if on, but asks a person, so that you can compare" },
  { value: "draft_only", label: "Draft only", title: "Always asks a person" },
];

interface ModesProps {
  settings: AssistantSettings;
  disabled: boolean;
  onChange: (patch: Partial<AssistantSettings>, said: string) => void;
}

/** Per intent: may the AI send, does it rehearse, or does it only draft. */
export function IntentModes({ settings, disabled, onChange }: ModesProps) {
  return (
    <Section
      title="Per intent"
      note="On: may send by itself. Shadow: rehearses and asks you, so that you can compare. Draft only: always asks."
    >
      <ul>
        {Object.entries(settings.intents).map(([intent, { mode }]) => (
          <li
            key={intent}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 border-b px-4 py-2 last:border-0"
          >
            <span className="font-medium">{sentence(intent)}</span>
            <Segmented<Mode>
              label={sentence(intent)}
              value={mode}
              options={modes}
              disabled={disabled}
              onChange={(next) =>
                onChange(
                  { intents: { ...settings.intents, [intent]: { mode: next } } },
                  `${sentence(intent)}: ${modes.find(({ value }) => value === next)?.label ?? next}`,
                )
              }
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}
