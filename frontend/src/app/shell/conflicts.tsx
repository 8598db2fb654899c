import { lazy, Suspense } from "react";
import { asked } from "@/lib/conflicts";
import { useStore } from "@/lib/store";

const Conflict = lazy(() => import("./conflict"));

/** Whoever came second is asked what shall stay, one record after the other. */
export default function Conflicts() {
  const [first] = useStore(asked);
  if (!first) return null;
  return (
    <Suspense>
      <Conflict key={`${first.url} ${first.fields.length}`} conflict={first} onAnswer={first.answer} />
    </Suspense>
  );
}
