import { useMe } from "@/lib/session";
import { Select } from "@/ui/field";
import { Section } from "@/ui/page";
import { refused } from "@/ui/toast";
import { useChangeMe } from "./api";
import { here } from "./first-time-zone";

/** Where one's days begin and end: for what is due, what repeats, and the digest. */
export function TimeZone() {
  const me = useMe();
  const change = useChangeMe();
  const zone = me.time_zone ?? here();
  const zones = new Set([zone, here(), "UTC", ...Intl.supportedValuesOf("timeZone")]);
  return (
    <Section
      title="Time zone"
      note="Your day, what repeats and the daily digest follow it."
      aside={
        <Select
          aria-label="Time zone"
          value={zone}
          disabled={change.isPending}
          onChange={({ target }) =>
            change.mutate(
              { body: { time_zone: target.value } },
              { onError: (error) => refused("The time zone was not changed", error) },
            )
          }
          className="w-36 sm:w-56"
        >
          {[...zones].map((one) => (
            <option key={one} value={one}>
              {one.replaceAll("_", " ")}
            </option>
          ))}
        </Select>
      }
    />
  );
}
