import { type FormEvent, useState } from "react";
import { asRead } from "@/lib/as-read";
import { language } from "@/lib/format";
import { problemOf } from "@/lib/problem";
import { Button } from "@/ui/button";
import { Field, Input, Select, Textarea } from "@/ui/field";
import { Notice } from "@/ui/states";
import { When } from "@/ui/time";
import { done } from "@/ui/toast";
import { type Article, useChangeArticle, useCreateArticle } from "./api";
import { type Gap, useAnswerGap } from "./gaps";

const languages = ["en", "de", "fr", "es", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "pt"];

interface EditorProps {
  article?: Article;
  /** The question that a new article is to answer. */
  gap?: Gap;
  onSaved: (article: Article) => void;
  /** Somebody has begun to write. */
  onTouched?: () => void;
  readOnly?: boolean;
}

/** Write an article; saving publishes it at once. */
export function ArticleEditor({ article, gap, onSaved, onTouched, readOnly }: EditorProps) {
  const create = useCreateArticle();
  const answer = useAnswerGap();
  const change = useChangeArticle();
  const { words, put, faults, dirty } = useWords({
    title: article?.title ?? gap?.question.slice(0, 200) ?? "",
    body: article?.body ?? "",
    language: article?.language ?? gap?.language ?? "en",
  });
  const type = (part: Partial<Words>) => {
    onTouched?.();
    put(part);
  };
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (faults.title ?? faults.body) return;
    const body = { ...words, title: words.title.trim(), body: words.body.trim() };
    try {
      const saved = article
        ? await change.mutateAsync({ params: { path: { article_id: article.id } }, body, ...asRead(article) })
        : gap
          ? await answer.mutateAsync({ params: { path: { gap_id: gap.id } }, body })
          : await create.mutateAsync({ body });
      setRefusal(undefined);
      done("Published. The AI uses it from now on.");
      onSaved(saved);
    } catch (error) {
      setRefusal(problemOf(error).detail);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
      <fieldset disabled={readOnly} className="contents">
        <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
          <Field label="Title" error={tried ? faults.title : undefined}>
            {(wiring) => (
              <Input
                {...wiring}
                value={words.title}
                onChange={({ target }) => type({ title: target.value })}
                placeholder="Shipping costs and times"
              />
            )}
          </Field>
          <Field label="Language">
            {(wiring) => (
              <Select
                {...wiring}
                value={words.language}
                onChange={({ target }) => type({ language: target.value })}
              >
                {languages.map((code) => (
                  <option key={code} value={code}>
                    {language(code)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <Field
          label="Text"
          error={tried ? faults.body : undefined}
          hint="One fact a sentence, with its figure. The language never limits whom it may answer."
        >
          {(wiring) => (
            <Textarea
              {...wiring}
              value={words.body}
              onChange={({ target }) => type({ body: target.value })}
              rows={16}
              className="leading-6"
            />
          )}
        </Field>
        {refusal && <Notice tone="bad">{refusal}. Your words are still here.</Notice>}
        <div className="flex flex-wrap items-center gap-3">
          {!readOnly && (
            <Button
              type="submit"
              tone="primary"
              disabled={Boolean(article) && !dirty}
              busy={create.isPending || change.isPending || answer.isPending}
            >
              {article ? "Publish changes" : "Publish"}
            </Button>
          )}
          {article && (
            <span className="text-sm text-subtle">
              Version {article.version}, <When at={article.updated_at} />
            </span>
          )}
        </div>
      </fieldset>
    </form>
  );
}

interface Words {
  title: string;
  body: string;
  language: string;
}

/** What is typed, and what is missing. */
function useWords(start: Words) {
  const [first] = useState(start);
  const [words, setWords] = useState(start);
  return {
    words,
    put: (part: Partial<Words>) => setWords((was) => ({ ...was, ...part })),
    faults: {
      title: words.title.trim() ? undefined : "An article needs a title",
      body: words.body.trim() ? undefined : "An article needs words the AI may quote",
    },
    dirty: JSON.stringify(words) !== JSON.stringify(first),
  };
}
