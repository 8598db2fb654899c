import type { ReactNode } from "react";
import { Mark } from "../shell/logo";

/** The frame of the pages before the sign-in. */
export const Door = ({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) => (
  <main className="grid h-dvh place-items-center overflow-y-auto p-4">
    <div className="w-full max-w-sm py-8">
      <title>{`${title} · Mancrel`}</title>
      <Mark className="mb-5 size-10" />
      <h1 className="text-xl">{title}</h1>
      {note && <p className="mt-1 text-muted">{note}</p>}
      <div className="mt-6">{children}</div>
    </div>
  </main>
);
