import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import * as z from "zod/mini";
import { useSignIn } from "@/features/accounts/api";
import { AuthForm } from "@/features/accounts/auth-form";
import { Door } from "./door";

const route = getRouteApi("/sign-in");
const schema = z.object({
  email: z.email("Type the whole address, such as name@shop.example"),
  password: z.string().check(z.minLength(1, "Type your password")),
});

/** Only a path of ours may follow a sign-in. */
export const safeNext = (next: string | undefined) => (next && /^\/(?![/\\])/.test(next) ? next : "/");

export function SignIn() {
  const { next } = route.useSearch();
  const router = useRouter();
  const signIn = useSignIn();
  return (
    <Door title="Sign in to Mancrel">
      <AuthForm
        schema={schema}
        defaults={{ email: "", password: "" }}
        questions={[
          { name: "email", label: "E-mail", type: "email", autoComplete: "username" },
          { name: "password", label: "Password", type: "password", autoComplete: "current-password" },
        ]}
        action="Sign in"
        onSubmit={async (body) => {
          await signIn.mutateAsync({ body });
          router.history.push(safeNext(next));
        }}
      >
        <Link to="/reset" className="justify-self-start text-sm text-accent-text hover:underline">
          Forgot your password?
        </Link>
      </AuthForm>
    </Door>
  );
}
