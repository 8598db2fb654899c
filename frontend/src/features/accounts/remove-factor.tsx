import { useRouter } from "@tanstack/react-router";
import * as z from "zod/mini";
import { refresh } from "@/lib/session";
import { Dialog } from "@/ui/dialog";
import { done } from "@/ui/toast";
import { useRemoveFactor } from "./api";
import { AuthForm } from "./auth-form";

const proof = z.object({
  password: z.string().check(z.minLength(1, "Type your password")),
  code: z.string().check(z.trim(), z.minLength(1, "Type a code of the app, or a recovery code")),
});

interface RemoveProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  required: boolean;
}

/** Ask for both proofs before one of them is given up. */
export function RemoveFactor({ open, onOpenChange, required }: RemoveProps) {
  const remove = useRemoveFactor();
  const router = useRouter();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Remove the second factor?"
      description={
        required
          ? "Admins need one here: you will be asked to set up another at once."
          : "From then on the password alone lets you in. Your other sessions are signed out."
      }
    >
      <AuthForm
        schema={proof}
        defaults={{ password: "", code: "" }}
        questions={[
          { name: "password", label: "Your password", type: "password", autoComplete: "current-password" },
          {
            name: "code",
            label: "Code",
            autoComplete: "one-time-code",
            hint: "The app's 6 digits, or a recovery code.",
          },
        ]}
        action="Remove it"
        onSubmit={async (body) => {
          await remove.mutateAsync({ body });
          onOpenChange(false);
          done("The second factor is off");
          // The session does not know yet; then the router leads to setting up another.
          if (required && (await refresh())) await router.invalidate();
        }}
      />
    </Dialog>
  );
}
