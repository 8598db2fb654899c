import { useNow } from "@/lib/clock";
import { age, moment, relative } from "@/lib/format";

/** A time in words, the exact one on hover. */
export function When({ at, short, className }: { at: string; short?: boolean; className?: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={moment(at)} className={className}>
      {short ? age(at, now) : relative(at, now)}
    </time>
  );
}
