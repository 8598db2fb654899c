import { zodResolver } from "@hookform/resolvers/zod";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod/mini";
import { problemOf } from "@/lib/problem";
import { Dialog, FormActions } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { Notice } from "@/ui/states";
import { done } from "@/ui/toast";
import { type Company, useCreateCompany } from "./api";
import { LikelyCompany } from "./likely";

const form = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "A company needs a name")),
  domain: z.string().check(z.trim()),
});

interface FormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSaved?: (company: Company) => void;
  /** Values of custom fields, and where they are filled in. */
  custom: Record<string, unknown>;
  extra?: ReactNode;
}

/** Create a company; everything else is filled in on its page. */
export const CompanyForm = ({ open, onOpenChange, ...rest }: FormProps) => (
  <Dialog open={open} onOpenChange={onOpenChange} title="New company">
    <Body {...rest} onClose={() => onOpenChange(false)} />
  </Dialog>
);

type BodyProps = Omit<FormProps, "open" | "onOpenChange"> & { onClose: () => void };

function Body({ onClose, onSaved, custom, extra }: BodyProps) {
  const create = useCreateCompany();
  const { register, handleSubmit, setError, formState, watch } = useForm({
    resolver: zodResolver(form),
    defaultValues: { name: "", domain: "" },
  });
  const { errors } = formState;
  const submit = handleSubmit(async ({ name, domain }) => {
    try {
      const saved = await create.mutateAsync({ body: { name, domain: domain || null, custom } });
      done("Company created");
      onClose();
      onSaved?.(saved);
    } catch (error) {
      const { detail, errors: fields } = problemOf(error);
      const field = fields.map((entry) => entry.field).find((key) => key in form.shape);
      setError((field as "name" | undefined) ?? "root", { message: fields[0]?.message ?? detail });
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
      <Field label="Name" error={errors.name?.message}>
        {(wiring) => <Input {...wiring} {...register("name")} autoComplete="off" />}
      </Field>
      <Field
        label="Domain"
        optional
        hint="Mail from this domain belongs to the company"
        error={errors.domain?.message}
      >
        {(wiring) => (
          <Input {...wiring} {...register("domain")} placeholder="shop.example" autoComplete="off" />
        )}
      </Field>
      <LikelyCompany {...watch()} />
      {extra}
      {errors.root?.message && <Notice tone="bad">{errors.root.message}</Notice>}
      <FormActions onCancel={onClose} busy={create.isPending}>
        Create company
      </FormActions>
    </form>
  );
}
