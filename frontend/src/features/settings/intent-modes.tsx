import { PowerOff } from "lucide-react";
import { moment } from "@/lib/format";
import { intentName } from "@/lib/intents";
import { useCan } from "@/lib/permissions";
import { Section } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { Notice } from "@/ui/states";
import { type AssistantSettings, type Change, type Mode, useChangeAssistant } from "./api";

const modes: { value: Mode; label: string; title: string }[] = [
  { value: "on", label: "On", title: "May leave by itself when sure enough" },
  { value: "shadow", label: "Shadow", title: "Decides as if on, but asks a person, so that you can compare" },
  { value: "draft_only", label: "Draft only", title: "Always asks a person" },
];

interface SwitchProps {
  intent: string;
  mode: Mode;
  disabled: boolean;
  onChange: (patch: Change, said: string) => void;
}

const ModeSwitch = ({ intent, mode, disabled, onChange }: SwitchProps) => (
  <Segmented<Mode>
    label={`${intentName(intent)}: what the AI may do`}
    value={mode}
    options={modes}
    disabled={disabled}
    onChange={(next) =>
      onChange(
        { intents: { [intent]: { mode: next } } },
        `${intentName(intent)}: ${modes.find(({ value }) => value === next)?.label ?? next}`,
      )
    }
  />
);

/** One intent's mode where its figures are: an admin's switch, and a word for everybody else. */
export function IntentMode({ intent, mode }: Pick<SwitchProps, "intent" | "mode">) {
  const change = useChangeAssistant();
  const writes = useCan("settings:write");
  if (!writes) return modes.find(({ value }) => value === mode)?.label;
  return <ModeSwitch intent={intent} mode={mode} disabled={false} onChange={change} />;
}

interface ModesProps {
  settings: AssistantSettings;
  disabled: boolean;
  onChange: (patch: Change, said: string) => void;
}

/** Per intent: may the AI send, does it rehearse, or does it only draft. */
export function IntentModes({ settings, disabled, onChange }: ModesProps) {
  return (
    <Section
      title="Per intent"
      note="On: may send by itself. Shadow: rehearses and asks you, so that you can compare. Draft only: always asks."
    >
      <ul>
        {Object.entries(settings.intents).map(([intent, { mode, off_at, off_reason }]) => (
          <li
            key={intent}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 border-b px-4 py-2 last:border-0"
          >
            <span className="font-medium">{intentName(intent)}</span>
            <ModeSwitch intent={intent} mode={mode} disabled={disabled} onChange={onChange} />
            {off_reason && off_at && (
              <Notice tone="warn" icon={<PowerOff aria-hidden />} className="w-full">
                {off_reason} <span className="whitespace-nowrap">{moment(off_at)}.</span>
              </Notice>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
