import { useSecondsSince } from "@/lib/clock";
import { count, plural } from "@/lib/format";
import { ProgressBar } from "@/ui/progress-bar";
import type { Replay } from "./api";

/** How far a replay is; it goes on without anybody looking. */
export function ReplayProgress({ replay }: { replay: Replay }) {
  const { done, planned } = replay;
  return (
    <div>
      {planned === 0 ? (
        <p role="status" className="text-sm text-muted">
          It begins in a moment…
        </p>
      ) : (
        <ProgressBar
          value={done}
          max={planned}
          label={`${count(done)} of ${plural(planned, "message")} answered anew`}
        >
          <TimeLeft replay={replay} />
        </ProgressBar>
      )}
      <p className="mt-2 text-sm text-subtle">
        Nothing is sent. You can leave this page: it goes on, and a notification tells when it is done.
      </p>
    </div>
  );
}

/** About how long it still takes, once enough is done to tell. */
function TimeLeft({ replay: { created_at, done, planned } }: { replay: Replay }) {
  const since = useSecondsSince(created_at);
  if (done * 20 < planned || done >= planned) return null;
  const left = (since / done) * (planned - done);
  return (
    <span>{left < 90 ? `about ${roundUp(left)} s left` : `about ${Math.round(left / 60)} min left`}</span>
  );
}

/** To ten seconds: it is a guess. */
const roundUp = (seconds: number) => (Math.ceil(seconds / 10) * 10).toString();
