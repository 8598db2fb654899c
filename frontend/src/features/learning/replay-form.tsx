import { History } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { Field, Input, Select } from "@/ui/field";
import { Section } from "@/ui/page";
import { type Model, type Trial, useStartReplay } from "./api";
import { writerName } from "./words";

/** Choose what to try: it is held against what people decided, and sends nothing. */
export function ReplayForm({ model }: { model: Model }) {
  const [auto, setAuto] = useState(Math.round(model.auto_threshold * 100).toString());
  const [review, setReview] = useState(Math.round(model.review_threshold * 100).toString());
  const [writer, setWriter] = useState<Trial["writer"]>(
    model.writer === "mancrel-writer" ? "built_in" : "language_model",
  );
  const start = useStartReplay();
  const valid = [auto, review].every((typed) => Number(typed) >= 0 && Number(typed) <= 100 && typed !== "");
  return (
    <Section
      title="Try a change"
      note="A replay decides anew on what people decided last. It sends nothing."
      padded
    >
      <form
        className="grid items-end gap-4 sm:grid-cols-[1fr_1fr_2fr_auto]"
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate({
            auto_threshold: Number(auto) / 100,
            review_threshold: Number(review) / 100,
            writer,
          });
        }}
      >
        <Percent label="Send from (%)" value={auto} onChange={setAuto} />
        <Percent label="Ask from (%)" value={review} onChange={setReview} />
        <Field label="Writer">
          {(wiring) => (
            <Select
              {...wiring}
              value={writer}
              onChange={(event) => setWriter(event.target.value as Trial["writer"])}
            >
              <option value="built_in">Built-in writer</option>
              {model.configured !== "mancrel-writer" && (
                <option value="language_model">{writerName(model.configured)}</option>
              )}
            </Select>
          )}
        </Field>
        <Button tone="primary" type="submit" busy={start.isPending} disabled={!valid}>
          <History aria-hidden /> Replay
        </Button>
      </form>
    </Section>
  );
}

interface PercentProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

const Percent = ({ label, value, onChange }: PercentProps) => (
  <Field label={label}>
    {(wiring) => (
      <Input
        {...wiring}
        type="number"
        min={0}
        max={100}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </Field>
);
