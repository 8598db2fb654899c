import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import * as z from "zod/mini";
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

const form = z.object({
  title: z.string().check(z.trim(), z.minLength(1, "An article needs a title")),
  body: z.string().check(z.trim(), z.minLength(1, "An article needs words the AI may quote")),
  language: z.string().check(z.minLength(2)),
});

interface EditorProps {
  article?: Article;
  /** The question that a new article is to answer. */
  gap?: Gap;
  onSaved: (article: Article) => void;
  readOnly?: boolean;
}

/** Write an article; saving publishes it at once. */
export function ArticleEditor({ article, gap, onSaved, readOnly }: EditorProps) {
  const create = useCreateArticle();
  const answer = useAnswerGap();
  const change = useChangeArticle();
  const { register, handleSubmit, setError, formState, reset } = useForm({
    resolver: zodResolver(form),
    defaultValues: {
      title: article?.title ?? gap?.question.slice(0, 200) ?? "",
      body: article?.body ?? "",
      language: article?.language ?? gap?.language ?? "en",
    },
  });
  const { errors, isDirty } = formState;
  const submit = handleSubmit(async (body) => {
    try {
      const saved = article
        ? await change.mutateAsync({ params: { path: { article_id: article.id } }, body })
        : gap
          ? await answer.mutateAsync({ params: { path: { gap_id: gap.id } }, body })
          : await create.mutateAsync({ body });
      reset(body);
      done("Published. The AI uses it from now on.");
      onSaved(saved);
    } catch (error) {
      setError("root", { message: problemOf(error).detail });
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
      <fieldset disabled={readOnly} className="contents">
        <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
          <Field label="Title" error={errors.title?.message}>
            {(wiring) => <Input {...wiring} {...register("title")} placeholder="Shipping costs and times" />}
          </Field>
          <Field label="Language">
            {(wiring) => (
              <Select {...wiring} {...register("language")}>
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
          error={errors.body?.message}
          hint="One fact a sentence, with its figure. The language never limits whom it may answer."
        >
          {(wiring) => <Textarea {...wiring} {...register("body")} rows={16} className="leading-6" />}
        </Field>
        {errors.root && <Notice tone="bad">{errors.root.message}. Your words are still here.</Notice>}
        <div className="flex flex-wrap items-center gap-3">
          {!readOnly && (
            <Button
              type="submit"
              tone="primary"
              disabled={Boolean(article) && !isDirty}
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
