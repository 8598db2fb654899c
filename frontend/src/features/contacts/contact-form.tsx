import { zodResolver } from "@hookform/resolvers/zod";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod/mini";
import { problemOf } from "@/lib/problem";
import { Dialog, FormActions } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { Notice } from "@/ui/states";
import { done } from "@/ui/toast";
import { type Contact, useCreateContact } from "./api";
import { Likely } from "./likely";

const form = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "A contact needs a name")),
  email: z.union([z.literal(""), z.email("An address such as name@shop.example")]),
  phone: z.string(),
});

interface FormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSaved?: (contact: Contact) => void;
  /** Values of custom fields, and where they are filled in. */
  custom: Record<string, unknown>;
  extra?: ReactNode;
}

/** Create a contact; everything else is filled in on its page. */
export const ContactForm = ({ open, onOpenChange, ...rest }: FormProps) => (
  <Dialog open={open} onOpenChange={onOpenChange} title="New contact">
    <Body {...rest} onClose={() => onOpenChange(false)} />
  </Dialog>
);

type BodyProps = Omit<FormProps, "open" | "onOpenChange"> & { onClose: () => void };

function Body({ onClose, onSaved, custom, extra }: BodyProps) {
  const create = useCreateContact();
  const { register, handleSubmit, setError, formState, watch } = useForm({
    resolver: zodResolver(form),
    defaultValues: { name: "", email: "", phone: "" },
  });
  const { errors } = formState;
  const submit = handleSubmit(async ({ name, email, phone }) => {
    const body = { name, email: email || null, phone: phone || null, custom };
    try {
      const saved = await create.mutateAsync({ body });
      done("Contact created");
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
      <Field label="E-mail" optional error={errors.email?.message}>
        {(wiring) => <Input {...wiring} {...register("email")} type="email" autoComplete="off" />}
      </Field>
      <Field label="Phone" optional error={errors.phone?.message}>
        {(wiring) => <Input {...wiring} {...register("phone")} type="tel" autoComplete="off" />}
      </Field>
      <Likely {...watch()} />
      {extra}
      {errors.root?.message && <Notice tone="bad">{errors.root.message}</Notice>}
      <FormActions onCancel={onClose} busy={create.isPending}>
        Create contact
      </FormActions>
    </form>
  );
}
