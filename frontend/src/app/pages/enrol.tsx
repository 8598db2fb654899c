import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useSignOut } from "@/features/accounts/api";
import { SecondFactorSetup } from "@/features/accounts/second-factor-setup";
import { refresh } from "@/lib/session";
import { Door } from "./door";
import { safeNext } from "./next";

const route = getRouteApi("/second-factor");

/** Where an admin is held until they have a second factor, if the installation asks for one. */
export function Enrol() {
  const { next } = route.useSearch();
  const router = useRouter();
  const signOut = useSignOut();
  const enter = async () => {
    // The session still says that one is missing.
    if (!(await refresh())) throw new TypeError("the session could not be renewed");
    router.history.push(safeNext(next));
  };
  return (
    <Door
      title="Set up a second factor"
      note="An admin here signs in with a password and a code of an authenticator app. This takes a minute."
    >
      <SecondFactorSetup onDone={enter} />
      <button
        type="button"
        onClick={() => signOut.mutate()}
        className="mt-4 text-sm text-accent-text hover:underline"
      >
        Sign out
      </button>
    </Door>
  );
}
