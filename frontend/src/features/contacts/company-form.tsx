import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import * as z from "zod/mini";
import { problemOf } from "@/lib/problem";
import { Button } from "@/ui/button";
import { Dialog, DialogActions } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { done } from "@/ui/toast";
import { type Company, useChangeCompany, useCreateCompany } from "./api";

const form = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "A company needs a name")),
  domain: z.string().check(z.trim()),
});

interface FormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  company?: Company;
}

/** Create a company, or change one. */
export const CompanyForm = ({ open, onOpenChange, company }: FormProps) => (
  <Dialog open={open} onOpenChange={onOpenChange} title={company ? `Edit ${company.name}` : "New company"}>
    <Body company={company} onClose={() => onOpenChange(false)} />
  </Dialog>
);

function Body({ company, onClose }: { company?: Company; onClose: () => void }) {
  const create = useCreateCompany();
  const change = useChangeCompany();
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(form),
    defaultValues: { name: company?.name ?? "", domain: company?.domain ?? "" },
  });
  const submit = handleSubmit(async ({ name, domain }) => {
    const body = { name, domain: domain || null };
    try {
      if (company) await change.mutateAsync({ params: { path: { company_id: company.id } }, body });
      else await create.mutateAsync({ body });
      done(company ? "Company saved" : "Company created");
      onClose();
    } catch (error) {
      setError("name", { message: problemOf(error).detail });
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
      <Field label="Name" error={formState.errors.name?.message}>
        {(wiring) => <Input {...wiring} {...register("name")} autoComplete="off" />}
      </Field>
      <Field
        label="Domain"
        optional
        hint="Mail from this domain belongs to the company"
        error={formState.errors.domain?.message}
      >
        {(wiring) => (
          <Input {...wiring} {...register("domain")} placeholder="shop.example" autoComplete="off" />
        )}
      </Field>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" busy={create.isPending || change.isPending}>
          {company ? "Save" : "Create company"}
        </Button>
      </DialogActions>
    </form>
  );
}
