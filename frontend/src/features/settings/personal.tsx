import { Monitor, Moon, Sun } from "lucide-react";
import { modKey } from "@/lib/keyboard";
import { setShortcuts, setTheme, type Theme, useShortcutsOn, useTheme } from "@/lib/preferences";
import { useMe } from "@/lib/session";
import { Badge } from "@/ui/badge";
import { Fact, Facts, Section } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { Switch } from "@/ui/switch";

/** What one sets for oneself, in this browser. */
export function Personal({ roleName }: { roleName: string }) {
  const me = useMe();
  const theme = useTheme();
  const shortcuts = useShortcutsOn();
  return (
    <div className="grid gap-4">
      <Section title="You" padded>
        <Facts>
          <Fact label="Name">{me.name}</Fact>
          <Fact label="E-mail">{me.email}</Fact>
          <Fact label="Role">
            <Badge>{roleName}</Badge>
          </Fact>
          <Fact label="Teams">{me.teams.map(({ name }) => name).join(", ") || "None"}</Fact>
        </Facts>
      </Section>
      <Section
        title="Theme"
        note="Kept in this browser."
        aside={
          <Segmented<Theme>
            label="Theme"
            value={theme}
            onChange={setTheme}
            options={[
              {
                value: "light",
                label: (
                  <>
                    <Sun aria-hidden /> Light
                  </>
                ),
              },
              {
                value: "dark",
                label: (
                  <>
                    <Moon aria-hidden /> Dark
                  </>
                ),
              },
              {
                value: "system",
                label: (
                  <>
                    <Monitor aria-hidden /> System
                  </>
                ),
              },
            ]}
          />
        }
      />
      <Section
        title="Single-key shortcuts"
        note={`Such as j, a and e. ${modKey} K opens the palette either way; ? shows the map of keys.`}
        aside={<Switch checked={shortcuts} onChange={setShortcuts} label="Single-key shortcuts" />}
      />
    </div>
  );
}
