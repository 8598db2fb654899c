import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Notice } from "@/ui/states";
import { useLikely, whys } from "./merging";

const PAUSE_MS = 300;

interface Typed {
  name: string;
  email: string;
  phone: string;
}

/** Says while somebody types that the person may already be known, with a way there. */
export function Likely({ name, email, phone }: Typed) {
  const [typed, setTyped] = useState<Typed>({ name: "", email: "", phone: "" });
  useEffect(() => {
    const timer = setTimeout(() => setTyped({ name, email, phone }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [name, email, phone]);
  const phones = typed.phone.length > 3 ? [typed.phone] : [];
  const found = useLikely({ name: typed.name, email: typed.email, phones }).data?.items ?? [];
  const anything = typed.name || typed.email || typed.phone;
  return (
    <div aria-live="polite">
      {anything && found.length > 0 && (
        <Notice tone="warn">
          <p>This may be somebody you know already:</p>
          <ul className="mt-1 grid gap-1">
            {found.map((one) => (
              <li key={one.id}>
                <Link
                  to="/contacts/$contactId"
                  params={{ contactId: one.id }}
                  className="font-medium underline"
                >
                  {one.name}
                </Link>{" "}
                {one.email && <span className="break-all">{one.email} </span>}
                <span className="text-sm">
                  ({one.reasons.map((why) => whys[why].toLowerCase()).join(", ")})
                </span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
