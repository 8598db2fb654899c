import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { problemOf } from "@/lib/problem";
import { Button } from "@/ui/button";
import { DialogActions } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { Notice } from "@/ui/states";
import { done } from "@/ui/toast";
import { type Reason, useErasePerson } from "./api";
import { Held } from "./held";
import { reasons } from "./words";

interface EraseFormProps {
  contact: { id: string; name: string };
  onErasing: () => void;
  onKeep: () => void;
}

/** What will happen, why, and the person's name, typed. */
export function EraseForm({ contact, onErasing, onKeep }: EraseFormProps) {
  const [reason, setReason] = useState<Reason>("request");
  const [typed, setTyped] = useState("");
  const erase = useErasePerson();
  const same = typed.trim().replace(/\s+/g, " ") === contact.name.trim().replace(/\s+/g, " ");
  const body = { reason, confirm: typed.trim() };
  const run = () =>
    erase.mutate(
      { params: { path: { contact_id: contact.id } }, body },
      {
        onSuccess: () => {
          done("The person is being erased");
          onErasing();
        },
      },
    );
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (same) run();
      }}
    >
      <Held id={contact.id} />
      <ul className="list-disc space-y-1 pl-5 text-sm text-muted">
        <li>
          All of this goes, with copies of mails, what the assistant learnt from it, and files on the disk.
        </li>
        <li>Deals stay in the books, without the person and what they wrote.</li>
        <li>Threads of others stay; the person's addresses are taken out of them.</li>
        <li>Their company stays. Backups made before now still hold everything.</li>
        <li>The audit keeps that somebody was erased, by whom, when and why. No name.</li>
      </ul>
      <Field label="Why">
        {(wiring) => (
          <Select {...wiring} value={reason} onChange={({ target }) => setReason(target.value as Reason)}>
            {Object.entries(reasons).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={`Type “${contact.name}” to erase them`}>
        {(wiring) => (
          <Input
            {...wiring}
            autoComplete="off"
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      {erase.isError && (
        <Notice tone="bad" icon={<TriangleAlert aria-hidden />}>
          {problemOf(erase.error).detail}
        </Notice>
      )}
      <DialogActions>
        <Button onClick={onKeep}>Keep</Button>
        <Button type="submit" tone="dangerSolid" disabled={!same} busy={erase.isPending}>
          Erase for good
        </Button>
      </DialogActions>
    </form>
  );
}
