import { FlaskConical, History, Power, Settings2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { count, plural } from "@/lib/format";
import { whenOpen } from "@/lib/when-open";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Fact, Facts, Section } from "@/ui/page";
import { Failed, Notice, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { type LanguageModel, useLanguageModel, useStartReplay, useTryModel, useTurnOff } from "./api";
import { LastTrial } from "./last-trial";
import { BUILT_IN, outputs, sources, writerName } from "./words";

const LanguageModelForm = whenOpen(() =>
  import("./language-model-form").then((one) => one.LanguageModelForm),
);

/** The language model that is set up: what it is, whether it answers, and whether it writes. */
export function LanguageModelSection() {
  const query = useLanguageModel();
  const [changing, setChanging] = useState(false);
  const found = query.data;
  return (
    <Section
      title="Language model"
      note="Any OpenAI-compatible server can write the drafts; the guard checks them all the same."
      aside={found && <Standing found={found} />}
      padded
    >
      {query.isPending && <SkeletonRows rows={4} />}
      {query.isError && (
        <Failed error={query.error} what="The language model" onRetry={() => void query.refetch()} />
      )}
      {found && (
        <div className="grid gap-4">
          {found.configured === BUILT_IN ? (
            <p className="text-muted">None is set up. The built-in writer drafts without any.</p>
          ) : (
            <Values found={found} />
          )}
          <Standstill found={found} />
          {found.trial && <LastTrial trial={found.trial} />}
          <Choices found={found} onChange={() => setChanging(true)} />
          <LanguageModelForm open={changing} onOpenChange={setChanging} found={found} />
        </div>
      )}
    </Section>
  );
}

function Standing({ found: { configured, writer } }: { found: LanguageModel }) {
  if (configured === BUILT_IN) return <Badge>Not set up</Badge>;
  return configured === writer ? <Badge tone="ok">It writes</Badge> : <Badge tone="warn">Not active</Badge>;
}

function Values({ found }: { found: LanguageModel }) {
  const { key, used, sources: from } = found;
  const cost = Number(found.daily_cost);
  return (
    <Facts>
      <Fact label="Server">
        <From source={from.base_url}>{found.base_url}</From>
      </Fact>
      <Fact label="Model">
        <From source={from.model}>{found.model}</From>
      </Fact>
      <Fact label="Output">
        <From source={from.output}>{outputs[found.output]}</From>
      </Fact>
      <Fact label="Key">
        {key.is_set ? (
          <From source={key.source ?? "app"}>
            Set{key.end && `, ends with ${key.end}`}
            {key.set_at && (
              <>
                , <When at={key.set_at} />
              </>
            )}
          </From>
        ) : (
          "None for this server"
        )}
      </Fact>
      <Fact label="Time-out">
        <From source={from.timeout_s}>{plural(found.timeout_s, "second")}</From>
      </Fact>
      <Fact label="Today">
        <From source={from.daily_tokens}>
          {count(used.tokens)} of {count(found.daily_tokens)} tokens
        </From>
        <From source={from.daily_cost}>
          {used.cost} {cost > 0 ? `of ${found.daily_cost}` : "spent, no limit on cost"}
        </From>
      </Fact>
      <Fact label="Prices">
        <From source={from.price_in === "default" ? from.price_out : from.price_in}>
          {found.price_in} in, {found.price_out} out, for a million tokens
        </From>
      </Fact>
    </Facts>
  );
}

/** A value, and where it comes from. */
const From = ({ source, children }: { source?: keyof typeof sources; children: ReactNode }) => (
  <span className="flex flex-wrap items-baseline gap-x-2 wrap-anywhere">
    <span>{children}</span>
    {source && <span className="text-xs text-subtle">{sources[source]}</span>}
  </span>
);

/** Why what is set up does not write, if it does not. */
function Standstill({ found: { configured, writer, writing, shut_until } }: { found: LanguageModel }) {
  const goesOn = writing
    ? `${writerName(writer)} (${writing.base_url}) goes on writing`
    : "The built-in writer writes";
  return (
    <>
      {configured !== writer && configured !== BUILT_IN && (
        <Notice tone="warn">
          {goesOn} until a replay of this model has passed and you activate it, below.
        </Notice>
      )}
      {configured === BUILT_IN && writing && <Notice>{goesOn}, as it was activated.</Notice>}
      {shut_until && (
        <Notice tone="bad">
          The server kept failing, so it is left alone until <When at={shut_until} />. The built-in writer
          drafts meanwhile.
        </Notice>
      )}
    </>
  );
}

function Choices({ found, onChange }: { found: LanguageModel; onChange: () => void }) {
  const tries = useTryModel();
  const replay = useStartReplay();
  const off = useTurnOff();
  const isSetUp = found.configured !== BUILT_IN;
  const trying = tries.isPending || found.trial?.status === "pending";
  return (
    <div className="flex flex-wrap gap-2">
      <Button tone={isSetUp ? "plain" : "primary"} onClick={onChange}>
        <Settings2 aria-hidden /> {isSetUp ? "Change" : "Set up"}
      </Button>
      {isSetUp && (
        <Button busy={trying} onClick={() => tries.mutate()}>
          {!trying && <FlaskConical aria-hidden />} Try it
        </Button>
      )}
      {isSetUp && found.configured !== found.writer && (
        <Button
          tone="primary"
          busy={replay.isPending}
          onClick={() => replay.mutate({ writer: "language_model" })}
        >
          <History aria-hidden /> Replay
        </Button>
      )}
      {found.writer !== BUILT_IN && (
        <Button tone="danger" busy={off.isPending} onClick={() => off.mutate()}>
          <Power aria-hidden /> Turn off
        </Button>
      )}
    </div>
  );
}
