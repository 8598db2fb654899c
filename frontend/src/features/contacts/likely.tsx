import type { LinkProps } from "@tanstack/react-router";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Notice } from "@/ui/states";
import { type Pair, useLikely, useLikelyCompanies, whys } from "./merging";

const PAUSE_MS = 300;

/** Says while somebody types that the person may already be known, with a way there. */
export function Likely({ name, email, phone }: { name: string; email: string; phone: string }) {
  const typed = usePaused({ name, email, phone });
  const phones = typed.phone.length > 3 ? [typed.phone] : [];
  const found = useLikely({ name: typed.name, email: typed.email, phones }).data?.items ?? [];
  return (
    <Known
      said="This may be somebody you know already:"
      found={anything(typed) ? found.map((one) => ({ ...one, note: one.email })) : []}
      linkTo={(contactId) => ({ to: "/contacts/$contactId", params: { contactId } })}
    />
  );
}

/** Says while somebody types that the company may already be known, with a way there. */
export function LikelyCompany({ name, domain }: { name: string; domain: string }) {
  const typed = usePaused({ name, domain });
  const found = useLikelyCompanies(typed).data?.items ?? [];
  return (
    <Known
      said="This may be a company you know already:"
      found={anything(typed) ? found.map((one) => ({ ...one, note: one.domain ?? one.city })) : []}
      linkTo={(companyId) => ({ to: "/companies/$companyId", params: { companyId } })}
    />
  );
}

const anything = (typed: Record<string, string>) => Object.values(typed).some(Boolean);

/** What is typed, a moment after the last key. */
function usePaused<Typed extends Record<string, string>>(now: Typed): Typed {
  const [typed, setTyped] = useState(now);
  const words = JSON.stringify(now);
  useEffect(() => {
    const timer = setTimeout(() => setTyped(JSON.parse(words)), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return typed;
}

interface KnownProps {
  said: string;
  found: { id: string; name: string; note: string | null; reasons: Pair["reasons"] }[];
  linkTo: (id: string) => LinkProps;
}

const Known = ({ said, found, linkTo }: KnownProps) => (
  <div aria-live="polite">
    {found.length > 0 && (
      <Notice tone="warn">
        <p>{said}</p>
        <ul className="mt-1 grid gap-1">
          {found.map((one) => (
            <li key={one.id}>
              <Link {...linkTo(one.id)} className="font-medium underline">
                {one.name}
              </Link>{" "}
              {one.note && <span className="break-all">{one.note} </span>}
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
