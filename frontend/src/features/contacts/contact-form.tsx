import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import * as z from "zod/mini";
import { problemOf } from "@/lib/problem";
import { Button } from "@/ui/button";
import { Dialog, DialogActions } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { done } from "@/ui/toast";
import { type Contact, useChangeContact, useCreateContact } from "./api";

const form = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "A contact needs a name")),
  email: z.union([z.literal(""), z.email("An address such as name@shop.example")]),
  phone: z.string(),
  tags: z.string(),
});

interface FormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  contact?: Contact;
  onSaved?: (contact: Contact) => void;
}

/** Create a contact, or change one. */
export function ContactForm({ open, onOpenChange, contact, onSaved }: FormProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={contact ? `Edit ${contact.name}` : "New contact"}>
      <Body contact={contact} onClose={() => onOpenChange(false)} onSaved={onSaved} />
    </Dialog>
  );
}

function Body({
  contact,
  onClose,
  onSaved,
}: {
  contact?: Contact;
  onClose: () => void;
  onSaved?: FormProps["onSaved"];
}) {
  const create = useCreateContact();
  const change = useChangeContact();
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(form),
    defaultValues: {
      name: contact?.name ?? "",
      email: contact?.email ?? "",
      phone: contact?.phone ?? "",
      tags: contact?.tags.join(", ") ?? "",
    },
  });
  const { errors } = formState;
  const submit = handleSubmit(async ({ name, email, phone, tags }) => {
    const body = {
      name,
      email: email || null,
      phone: phone || null,
      tags: tags
        .split(",")
        .map((tag) => tag.trim())
        .filter(Boolean),
    };
    try {
      const saved = contact
        ? await change.mutateAsync({ params: { path: { contact_id: contact.id } }, body })
        : await create.mutateAsync({ body });
      done(contact ? "Contact saved" : "Contact created");
      onClose();
      onSaved?.(saved);
    } catch (error) {
      const { detail, errors: fields } = problemOf(error);
      const field = fields.map((entry) => entry.field).find((key) => key in body);
      setError((field ?? "email") as keyof typeof body, { message: fields[0]?.message ?? detail });
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
      <Field label="Tags" optional hint="Separated by commas" error={errors.tags?.message}>
        {(wiring) => <Input {...wiring} {...register("tags")} autoComplete="off" />}
      </Field>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" busy={create.isPending || change.isPending}>
          {contact ? "Save" : "Create contact"}
        </Button>
      </DialogActions>
    </form>
  );
}
