import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { Button } from "@/ui/button";
import { Empty, Failed } from "@/ui/states";

/** An address that leads nowhere. */
export const Missing = () => (
  <main className="grid h-dvh place-items-center">
    <Empty
      icon={<Compass aria-hidden />}
      title="There is no such page"
      action={
        <Button asChild>
          <Link to="/">Go home</Link>
        </Button>
      }
    >
      The address may be mistyped, or the page has moved.
    </Empty>
  </main>
);

/** A page that broke; also a new version whose old pieces are gone. */
export const Crashed = ({ error }: ErrorComponentProps) => (
  <main className="grid h-dvh place-items-center">
    <Failed error={error} what="This page" onRetry={() => location.reload()} />
  </main>
);
