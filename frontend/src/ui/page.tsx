import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

interface PageProps {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  tabs?: ReactNode;
  children: ReactNode;
  /** The children scroll by themselves and reach the edges. */
  bare?: boolean;
  narrow?: boolean;
  /** In the middle: one thing to look at. */
  centre?: boolean;
}

/** The frame of a page: title, actions, tabs, and a body that scrolls. */
export function Page({ title, note, actions, tabs, children, bare, narrow, centre }: PageProps) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <title>{`${title} · Mancrel`}</title>
      <header className="shrink-0 border-b bg-surface px-4 pt-3 md:px-6">
        <div className="flex min-h-11 flex-wrap pointer-coarse:min-h-13 items-center gap-x-3 gap-y-2 pb-3">
          <div className="min-w-0 flex-1 basis-36">
            <h1 className="truncate text-lg">{title}</h1>
            {note && <p className="text-sm text-muted">{note}</p>}
          </div>
          {actions && (
            <div className="flex min-w-0 flex-wrap items-center justify-end gap-2 max-sm:grow">{actions}</div>
          )}
        </div>
        {tabs}
      </header>
      {bare ? (
        <div className="flex min-h-0 flex-1 flex-col">{children}</div>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <div
            className={cn(
              "px-4 py-5 md:px-6 md:py-6",
              narrow ? "max-w-3xl" : "max-w-7xl",
              centre && "mx-auto",
            )}
          >
            {children}
          </div>
        </div>
      )}
    </div>
  );
}

interface SectionProps {
  title: ReactNode;
  note?: ReactNode;
  aside?: ReactNode;
  children?: ReactNode;
  className?: string;
  /** Whether the body is padded; lists bring their own. */
  padded?: boolean;
}

/** A bordered card with a heading. */
export const Section = ({ title, note, aside, children, className, padded }: SectionProps) => (
  <section className={cn("overflow-hidden rounded-lg border bg-surface", className)}>
    <header
      className={cn(
        "flex min-h-11 flex-wrap pointer-coarse:min-h-13 items-center gap-x-3 gap-y-1 px-4 py-2",
        children && "border-b",
      )}
    >
      <div className="min-w-0 flex-1 basis-40">
        <h2 className="text-base">{title}</h2>
        {note && <p className="text-sm text-muted">{note}</p>}
      </div>
      {aside}
    </header>
    {children && <div className={cn(padded && "p-4")}>{children}</div>}
  </section>
);

export const Facts = ({ children, className }: { children: ReactNode; className?: string }) => (
  <dl className={cn("grid grid-cols-[minmax(4.5rem,max-content)_1fr] gap-x-3 gap-y-2 text-sm", className)}>
    {children}
  </dl>
);

export const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <>
    <dt className="text-subtle">{label}</dt>
    <dd className="min-w-0 break-words">{children ?? "–"}</dd>
  </>
);
