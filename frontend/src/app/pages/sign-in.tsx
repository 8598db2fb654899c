import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import * as z from "zod/mini";
import { useSignIn } from "@/features/accounts/api";
import { AuthForm } from "@/features/accounts/auth-form";
import { CodeForm } from "@/features/accounts/code-form";
import { problemOf } from "@/lib/problem";
import { Door } from "./door";
import { safeNext } from "./next";

const route = getRouteApi("/sign-in");
const schema = z.object({
  email: z.email("Type the whole address, such as name@shop.example"),
  password: z.string().check(z.minLength(1, "Type your password")),
});
type Credentials = z.infer<typeof schema>;

const asksForCode = (error: unknown) => problemOf(error).code === "SecondFactorRequired";

export function SignIn() {
  const { next } = route.useSearch();
  const router = useRouter();
  const signIn = useSignIn();
  const [proven, setProven] = useState<Credentials | null>(null);
  const enter = async (body: Credentials & { code?: string }) => {
    await signIn.mutateAsync({ body });
    router.history.push(safeNext(next));
  };
  if (proven) {
    return (
      <Door title="One more step" note={`${proven.email} signs in with a second factor.`}>
        <CodeForm
          action="Sign in"
          onSubmit={(code) => enter({ ...proven, code })}
          onBack={() => setProven(null)}
        />
      </Door>
    );
  }
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
        onSubmit={(body) =>
          enter(body).catch((error: unknown) => {
            if (!asksForCode(error)) throw error;
            setProven(body);
          })
        }
      >
        <Link to="/reset" className="justify-self-start text-sm text-accent-text hover:underline">
          Forgot your password?
        </Link>
      </AuthForm>
    </Door>
  );
}
