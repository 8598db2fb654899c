import { useState } from "react";
import { Button } from "@/ui/button";
import { Input } from "@/ui/field";
import { refused } from "@/ui/toast";
import { useCreateDeal } from "./changing";
import { decimal } from "./words";

interface QuickCreateProps {
  pipelineId: string;
  stageId: string;
  onClose: () => void;
}

/** A deal in two fields, at the end of its column. */
export function QuickCreate({ pipelineId, stageId, onClose }: QuickCreateProps) {
  const [title, setTitle] = useState("");
  const [amount, setAmount] = useState("");
  const create = useCreateDeal();
  const worth = decimal(amount || "0");
  const submit = () =>
    create.mutate(
      {
        body: { title: title.trim(), amount: worth ?? "0", pipeline_id: pipelineId, stage_id: stageId },
      },
      { onSuccess: onClose, onError: (error) => refused("The deal was not created", error) },
    );
  return (
    <form
      className="grid gap-2 border-b p-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim() && worth) submit();
      }}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <Input
        autoFocus
        aria-label="Title of the deal"
        placeholder="What is it about?"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <div className="flex gap-2">
        <Input
          aria-label="Amount in EUR"
          placeholder="Amount"
          inputMode="decimal"
          value={amount}
          aria-invalid={worth === undefined || undefined}
          onChange={(event) => setAmount(event.target.value)}
        />
        <Button type="submit" tone="primary" disabled={!title.trim() || !worth} busy={create.isPending}>
          Add
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
