import { getRouteApi, Link } from "@tanstack/react-router";
import * as z from "zod/mini";
import { useAskReset, useSetPassword } from "@/features/accounts/api";
import { AuthForm } from "@/features/accounts/auth-form";
import { Notice } from "@/ui/states";
import { Door } from "./door";

const route = getRouteApi("/reset/$token");
const address = z.object({ email: z.email("Type the whole address, such as name@shop.example") });
const secret = z.object({ password: z.string().check(z.minLength(8, "At least 8 characters")) });

/** Ask for a link by mail. The answer is the same whether or not the address is known. */
export function AskReset() {
  const ask = useAskReset();
  return (
    <Door title="Reset your password" note="A link comes by mail.">
      {ask.isSuccess ? (
        <Notice tone="ok">
          If the address belongs to a user, the link is on its way. It works for a short while.
        </Notice>
      ) : (
        <AuthForm
          schema={address}
          defaults={{ email: "" }}
          questions={[{ name: "email", label: "E-mail", type: "email", autoComplete: "username" }]}
          action="Send the link"
          onSubmit={(body) => ask.mutateAsync({ body })}
        />
      )}
      <Link to="/sign-in" className="mt-4 inline-block text-sm text-accent-text hover:underline">
        Back to sign in
      </Link>
    </Door>
  );
}

/** Choose a new password with the link's token. */
export function SetPassword() {
  const { token } = route.useParams();
  const set = useSetPassword();
  return (
    <Door title="Choose a new password">
      {set.isSuccess ? (
        <Notice tone="ok">Password changed. Sign in with the new one.</Notice>
      ) : (
        <AuthForm
          schema={secret}
          defaults={{ password: "" }}
          questions={[
            {
              name: "password",
              label: "New password",
              type: "password",
              autoComplete: "new-password",
              hint: "At least 8 characters; not one of the common ones",
            },
          ]}
          action="Set the password"
          onSubmit={(body) => set.mutateAsync({ params: { path: { token } }, body })}
        />
      )}
      <Link to="/sign-in" className="mt-4 inline-block text-sm text-accent-text hover:underline">
        Go to sign in
      </Link>
    </Door>
  );
}
