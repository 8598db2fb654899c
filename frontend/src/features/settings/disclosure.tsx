import { Field, Input } from "@/ui/field";
import { Section } from "@/ui/page";
import { Switch } from "@/ui/switch";
import type { AssistantSettings, Change } from "./api";

const languages = {
  en: "English",
  de: "German",
  fr: "French",
  es: "Spanish",
  it: "Italian",
  nl: "Dutch",
};
type Language = keyof typeof languages;

interface DisclosureProps {
  settings: AssistantSettings;
  disabled: boolean;
  onChange: (patch: Change, said: string) => void;
}

/** The line under the first automatic reply of a thread that says who wrote it. */
export function Disclosure({ settings, disabled, onChange }: DisclosureProps) {
  const { disclosure, disclosure_enabled: on } = settings;
  const settle = (language: Language, typed: string) => {
    if (typed.trim() !== disclosure[language])
      onChange({ disclosure: { ...disclosure, [language]: typed } }, `${languages[language]} wording saved`);
  };
  return (
    <Section
      title="Say who wrote"
      note="The first reply of a thread that leaves by itself says that an automatic assistant wrote it."
      aside={
        <Switch
          checked={on}
          disabled={disabled}
          label="Say who wrote"
          onChange={(next) =>
            onChange(
              { disclosure_enabled: next },
              next
                ? "Automatic replies say who wrote them"
                : "Automatic replies no longer say who wrote them",
            )
          }
        />
      }
    >
      <div className="grid gap-4 p-4">
        {(Object.keys(languages) as Language[]).map((language) => (
          <Field key={language} label={languages[language]}>
            {(wiring) => (
              <Input
                {...wiring}
                key={disclosure[language]}
                defaultValue={disclosure[language]}
                maxLength={300}
                lang={language}
                disabled={disabled || !on}
                onBlur={(event) => settle(language, event.target.value)}
                onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
              />
            )}
          </Field>
        ))}
        <p className="text-sm text-muted">An empty line brings the shipped wording back.</p>
      </div>
    </Section>
  );
}
