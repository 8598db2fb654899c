import { Select } from "@/ui/field";
import { Section } from "@/ui/page";
import { Failed, SkeletonRows } from "@/ui/states";
import { Switch } from "@/ui/switch";
import { refused } from "@/ui/toast";
import { kindNames, type Rule, useChangeRules, useRules } from "./api";

const mails: Record<Rule["mail"], string> = { off: "No mail", now: "Mail at once", digest: "In the digest" };
const isMail = (value: string): value is Rule["mail"] => value in mails;
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** How one is told of what, and when the daily digest comes. */
export function NotificationRules() {
  const query = useRules();
  const change = useChangeRules();
  const onError = (error: unknown) => refused("Not changed", error);
  const put = (rule: Rule, part: Partial<Pick<Rule, "in_app" | "mail">>) =>
    change.mutate(
      { body: { rules: { [rule.kind]: { in_app: rule.in_app, mail: rule.mail, ...part } } } },
      { onError },
    );
  return (
    <Section
      title="Notifications"
      note="In the bell, and by mail. A reminder that is to be mailed is mailed in any case."
      aside={
        query.data && (
          <span className="flex items-center gap-2 text-sm text-muted">
            Digest at
            <Select
              aria-label="Hour of the digest"
              value={query.data.digest_hour}
              onChange={({ target }) =>
                change.mutate({ body: { digest_hour: Number(target.value) } }, { onError })
              }
              className="w-24"
            >
              {hours.map((hour) => (
                <option key={hour} value={hour}>
                  {`${hour.toString().padStart(2, "0")}:00`}
                </option>
              ))}
            </Select>
          </span>
        )
      }
    >
      {query.isPending ? (
        <SkeletonRows rows={4} />
      ) : query.isError ? (
        <Failed error={query.error} what="The rules" onRetry={() => void query.refetch()} />
      ) : (
        <ul>
          {query.data.rules.map((rule) => (
            <li
              key={rule.kind}
              className="flex flex-wrap items-center gap-3 border-b px-4 py-2 last:border-0"
            >
              <span className="min-w-44 flex-1">{kindNames[rule.kind]}</span>
              <Switch
                checked={rule.in_app}
                onChange={(in_app) => put(rule, { in_app })}
                label={`${kindNames[rule.kind]}: in the bell`}
              />
              <Select
                aria-label={`${kindNames[rule.kind]}: by mail`}
                value={rule.mail}
                onChange={({ target }) => isMail(target.value) && put(rule, { mail: target.value })}
                className="w-36"
              >
                {Object.entries(mails).map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
