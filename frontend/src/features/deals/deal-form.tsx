import { zodResolver } from "@hookform/resolvers/zod";
import { type ReactNode, useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod/mini";
import { asRead } from "@/lib/as-read";
import { problemOf } from "@/lib/problem";
import { Dialog, FormActions } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { Notice } from "@/ui/states";
import { done } from "@/ui/toast";
import { type Deal, type DealDetail, usePeople } from "./api";
import { useChangeDeal, useCreateDeal } from "./changing";
import { ContactPicker, type Picked } from "./contact-picker";
import { decimal } from "./words";

const form = z.object({
  title: z.string().check(z.trim(), z.minLength(1, "A deal needs a title"), z.maxLength(200)),
  amount: z
    .string()
    .check(z.refine((typed) => decimal(typed) !== undefined, "Write an amount such as 1200.50")),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/, "Three capital letters, such as EUR")),
  close: z.string(),
  owner: z.string(),
});

interface FormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  deal?: DealDetail;
  pipelineId?: string;
  onSaved?: (deal: Deal) => void;
  /** Values of custom fields of a new deal, and where they are filled in. */
  custom?: Record<string, unknown>;
  extra?: ReactNode;
}

/** Create a deal, or change one. */
export const DealForm = ({ open, onOpenChange, ...rest }: FormProps) => (
  <Dialog open={open} onOpenChange={onOpenChange} title={rest.deal ? "Edit deal" : "New deal"}>
    <Body {...rest} onClose={() => onOpenChange(false)} />
  </Dialog>
);

type BodyProps = Omit<FormProps, "open" | "onOpenChange"> & { onClose: () => void };

function Body({ deal: shown, pipelineId, onSaved, onClose, custom, extra }: BodyProps) {
  const [deal] = useState(shown); // as it was read: live updates go on beneath a form
  const create = useCreateDeal();
  const change = useChangeDeal();
  const people = usePeople().data?.users ?? [];
  const [contact, setContact] = useState<Picked | null>(deal?.contact ?? null);
  const [trouble, setTrouble] = useState<string>();
  const summed = (deal?.items.length ?? 0) > 0;
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(form),
    defaultValues: {
      title: deal?.title ?? "",
      amount: summed ? "0" : (deal?.amount ?? "0"),
      currency: deal?.currency ?? "EUR",
      close: deal?.expected_close_on ?? "",
      owner: deal?.owner?.id ?? "",
    },
  });
  const submit = handleSubmit(async ({ title, amount, currency, close, owner }) => {
    const body = {
      title,
      contact_id: contact?.id ?? null,
      expected_close_on: close || null,
      ...(deal && owner === (deal.owner?.id ?? "") ? {} : { owner_id: owner || null }),
      ...(summed ? {} : { amount: decimal(amount) ?? "0", currency }),
    };
    try {
      const saved = deal
        ? await change.mutateAsync({ params: { path: { deal_id: deal.id } }, body, ...asRead(deal) })
        : await create.mutateAsync({ body: { ...body, custom, pipeline_id: pipelineId ?? null } });
      done(deal ? "Deal saved" : "Deal created");
      onClose();
      onSaved?.(saved);
    } catch (error) {
      const problem = problemOf(error);
      const field = problem.errors.find((one) => one.field === "title" || one.field === "amount");
      if (field) setError(field.field as "title" | "amount", { message: field.message });
      else setTrouble(problem.detail);
    }
  });
  const { errors } = formState;
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
      {trouble && <Notice tone="bad">{trouble}</Notice>}
      <Field label="Title" error={errors.title?.message}>
        {(wiring) => <Input {...wiring} {...register("title")} />}
      </Field>
      <div className="grid grid-cols-[1fr_6rem] items-start gap-3">
        <Field
          label="Amount"
          error={errors.amount?.message}
          hint={summed ? "The sum of the items." : undefined}
        >
          {(wiring) => (
            <Input
              {...wiring}
              inputMode="decimal"
              {...(summed ? { readOnly: true, value: deal?.amount } : register("amount"))}
            />
          )}
        </Field>
        <Field label="Currency" error={errors.currency?.message}>
          {(wiring) => <Input {...wiring} readOnly={summed} {...register("currency")} />}
        </Field>
      </div>
      <ContactPicker value={contact} onChange={setContact} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Expected close" optional>
          {(wiring) => <Input {...wiring} type="date" {...register("close")} />}
        </Field>
        <Field label="Owner">
          {(wiring) => (
            <Select {...wiring} {...register("owner")}>
              <option value="">{deal ? "Nobody" : "As usual"}</option>
              {people.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {extra}
      <FormActions onCancel={onClose} busy={formState.isSubmitting}>
        {deal ? "Save" : "Create"}
      </FormActions>
    </form>
  );
}
