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

/** A fault of the page's own: nobody's connection. */
const ours = { status: 500, detail: "Something on it broke. What was saved is safe; load it again." };

/** A page that broke; also a new version whose old pieces are gone. */
export const Crashed = ({ error }: ErrorComponentProps) => (
  <main className="grid h-dvh place-items-center">
    <Failed
      error={/fetch|network|load|import/i.test(String(error)) ? error : ours}
      what="This page"
      onRetry={() => location.reload()}
    />
  </main>
);
