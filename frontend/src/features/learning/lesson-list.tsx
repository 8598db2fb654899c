import { Link } from "@tanstack/react-router";
import { GraduationCap, History } from "lucide-react";
import { language, plural, sentence } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { Badge, type Tone } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Section } from "@/ui/page";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { Activate } from "./activate";
import { type Lesson, useDecideLesson, useLessons, useStartReplay } from "./api";
import { Findings } from "./replay-findings";

const standing: Record<Lesson["status"], { label: string; tone: Tone }> = {
  proposed: { label: "Proposed", tone: "accent" },
  accepted: { label: "Followed", tone: "ok" },
  off: { label: "Switched off", tone: "plain" },
  dismissed: { label: "Dismissed", tone: "plain" },
};
const kinds = { replace: "Say it differently", remove: "Leave it out", append: "Add at the end" } as const;

/** What people changed in drafts three times or more, for a person to accept. */
export function LessonList() {
  const query = useLessons();
  if (query.isPending) return <SkeletonRows rows={4} />;
  if (query.isError)
    return <Failed error={query.error} what="Lessons" onRetry={() => void query.refetch()} />;
  if (query.data.items.length === 0)
    return (
      <Empty icon={<GraduationCap aria-hidden />} title="No lessons yet">
        When people make the same change of words to three drafts, it is proposed here as a rule.
      </Empty>
    );
  return (
    <div className="grid gap-4">
      {query.data.items.map((lesson) => (
        <Card key={lesson.id} lesson={lesson} />
      ))}
    </div>
  );
}

function Card({ lesson }: { lesson: Lesson }) {
  const { label, tone } = standing[lesson.status];
  return (
    <Section
      title={kinds[lesson.kind]}
      note={`${sentence(lesson.intent)}, ${language(lesson.language)}, changed ${plural(lesson.examples.length, "time")}`}
      aside={<Badge tone={tone}>{label}</Badge>}
      padded
    >
      {lesson.before && (
        <p>
          <del className="rounded-sm bg-bad-soft px-1 text-bad-text">{lesson.before}</del>
        </p>
      )}
      {lesson.after && (
        <p className="mt-1">
          <ins className="rounded-sm bg-ok-soft px-1 text-ok-text no-underline">{lesson.after}</ins>
        </p>
      )}
      <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {lesson.examples.slice(0, 5).map((one, place) => (
          <li key={one.conversation_id + place.toString()}>
            <Link
              to="/inbox/$conversationId"
              params={{ conversationId: one.conversation_id }}
              className="text-accent-text hover:underline"
            >
              Example {place + 1}
            </Link>
          </li>
        ))}
      </ul>
      {lesson.decided_at && (
        <p className="mt-2 text-sm text-muted">
          {lesson.decided_by?.name ?? "Somebody"}, <When at={lesson.decided_at} />
        </p>
      )}
      <Choices lesson={lesson} />
    </Section>
  );
}

/** What a lesson would change is tried first; then one can follow it. */
function Choices({ lesson }: { lesson: Lesson }) {
  const decide = useDecideLesson();
  const start = useStartReplay();
  const writes = useCan("settings:write");
  const { status } = lesson;
  const trial = status === "accepted" ? null : lesson.trial;
  if (!writes) return null;
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2">
      {trial && (
        <div className="basis-full border-t pt-3">
          <Findings replay={trial} />
        </div>
      )}
      {trial?.verdict && <Activate replay={trial} />}
      {status !== "accepted" && trial?.status !== "pending" && (
        <Button
          tone={trial ? "plain" : "primary"}
          busy={start.isPending}
          onClick={() => start.mutate({ lesson: lesson.id })}
        >
          <History aria-hidden /> {trial ? "Try it again" : "Try it"}
        </Button>
      )}
      {status === "accepted" && (
        <Button onClick={() => decide.mutate({ lesson, status: "off" })}>Switch off</Button>
      )}
      {(status === "proposed" || status === "off") && trial?.status !== "pending" && (
        <Button onClick={() => decide.mutate({ lesson, status: "dismissed" })}>Dismiss</Button>
      )}
    </div>
  );
}
