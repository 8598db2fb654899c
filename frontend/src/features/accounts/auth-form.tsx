import { zodResolver } from "@hookform/resolvers/zod";
import type { ReactNode } from "react";
import { type DefaultValues, type FieldValues, type Path, useForm } from "react-hook-form";
import type * as z from "zod/mini";
import { problemOf } from "@/lib/problem";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { Notice } from "@/ui/states";

interface Question<Values> {
  name: Path<Values & FieldValues>;
  label: string;
  type?: "text" | "email" | "password";
  autoComplete: string;
  inputMode?: "numeric";
  /** The form appears because of what one just did, so that typing can go on. */
  focused?: boolean;
  hint?: string;
}

interface AuthFormProps<Values extends FieldValues> {
  schema: z.ZodMiniType<Values, Values>;
  questions: Question<Values>[];
  defaults: DefaultValues<Values>;
  action: string;
  onSubmit: (values: Values) => Promise<unknown>;
  children?: ReactNode;
}

/** A short form about who one is: sign in, accept, reset, a second factor. */
export function AuthForm<Values extends FieldValues>(props: AuthFormProps<Values>) {
  const { schema, questions, defaults, action, onSubmit, children } = props;
  const { register, handleSubmit, setError, formState } = useForm<Values, unknown, Values>({
    resolver: zodResolver(schema),
    defaultValues: defaults,
  });
  const { errors, isSubmitting } = formState;
  const submit = handleSubmit(async (values) => {
    try {
      await onSubmit(values);
    } catch (error) {
      const problem = problemOf(error);
      const known = problem.errors.find(({ field }) => questions.some(({ name }) => field.endsWith(name)));
      if (known) setError(known.field.split(".").at(-1) as Path<Values>, { message: known.message });
      else setError("root", { message: problem.detail });
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
      {questions.map(({ name, label, type = "text", hint, focused, ...rest }) => (
        <Field key={name} label={label} hint={hint} error={errors[name]?.message?.toString()}>
          {(wiring) => (
            <Input
              {...wiring}
              {...register(name as Path<Values>)}
              {...rest}
              type={type}
              autoFocus={focused}
              className="h-10"
            />
          )}
        </Field>
      ))}
      {errors.root?.message && <Notice tone="bad">{errors.root.message}</Notice>}
      <Button type="submit" tone="primary" size="lg" busy={isSubmitting}>
        {action}
      </Button>
      {children}
    </form>
  );
}
