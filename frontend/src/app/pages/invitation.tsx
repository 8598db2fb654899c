import { getRouteApi, useNavigate } from "@tanstack/react-router";
import * as z from "zod/mini";
import { roleNames, useAcceptInvitation, useInvitation } from "@/features/accounts/api";
import { AuthForm } from "@/features/accounts/auth-form";
import { Failed, SkeletonRows } from "@/ui/states";
import { Door } from "./door";

const route = getRouteApi("/invitation/$token");
const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "Type your name")),
  password: z.string().check(z.minLength(8, "At least 8 characters")),
});

export function Invitation() {
  const { token } = route.useParams();
  const query = useInvitation(token);
  const accept = useAcceptInvitation();
  const navigate = useNavigate();
  if (query.isPending) {
    return (
      <Door title="Welcome to Mancrel">
        <SkeletonRows rows={3} />
      </Door>
    );
  }
  if (!query.data) {
    return (
      <Door title="Invitation">
        <Failed error={query.error} what="The invitation" className="px-0 py-4" />
        <p className="text-center text-muted">Ask for a new link if this one was used or is too old.</p>
      </Door>
    );
  }
  const { name, email, role } = query.data;
  return (
    <Door title="Welcome to Mancrel" note={`${email}, invited as ${roleNames[role]}`}>
      <AuthForm
        schema={schema}
        defaults={{ name, password: "" }}
        questions={[
          { name: "name", label: "Your name", autoComplete: "name" },
          {
            name: "password",
            label: "Choose a password",
            type: "password",
            autoComplete: "new-password",
            hint: "At least 8 characters; not one of the common ones",
          },
        ]}
        action="Start"
        onSubmit={async (body) => {
          await accept.mutateAsync({ params: { path: { token } }, body });
          await navigate({ to: "/" });
        }}
      />
    </Door>
  );
}
