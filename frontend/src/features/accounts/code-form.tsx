import { useState } from "react";
import * as z from "zod/mini";
import { AuthForm } from "./auth-form";

/** The code of the app, with or without the blank in its middle. */
export const appCode = z.object({
  code: z.string().check(z.regex(/^\s*\d{3}\s?\d{3}\s*$/, "Type the 6 digits that the app shows")),
});
const recovery = z.object({ code: z.string().check(z.trim(), z.minLength(1, "Type a recovery code")) });

const link = "justify-self-start text-sm text-accent-text hover:underline";

interface CodeFormProps {
  action: string;
  onSubmit: (code: string) => Promise<unknown>;
  onBack: () => void;
}

/** The second step of the sign-in: the app's code, or a recovery code when the app is lost. */
export function CodeForm({ action, onSubmit, onBack }: CodeFormProps) {
  const [lost, setLost] = useState(false);
  return (
    <AuthForm
      key={String(lost)}
      schema={lost ? recovery : appCode}
      defaults={{ code: "" }}
      questions={[
        lost
          ? {
              name: "code",
              label: "Recovery code",
              autoComplete: "off",
              focused: true,
              hint: "One of the ten you kept when you set up the app. Each works once.",
            }
          : {
              name: "code",
              label: "Code",
              autoComplete: "one-time-code",
              inputMode: "numeric",
              focused: true,
              hint: "The 6 digits that your authenticator app shows now.",
            },
      ]}
      action={action}
      onSubmit={({ code }) => onSubmit(code)}
    >
      <button type="button" className={link} onClick={() => setLost(!lost)}>
        {lost ? "Use the app's code" : "Lost the app? Use a recovery code"}
      </button>
      <button type="button" className={link} onClick={onBack}>
        Back to the password
      </button>
    </AuthForm>
  );
}
