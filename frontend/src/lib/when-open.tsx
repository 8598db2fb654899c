import { type ComponentType, lazy, Suspense, useState } from "react";

/** A dialog whose code is fetched when it is first opened; afterwards it stays, so that it closes as it likes. */
export function whenOpen<Props extends { open: boolean }>(
  fetch: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const Dialog = lazy(async () => ({ default: await fetch() }));
  return function WhenOpen(props: Props) {
    const [wanted, setWanted] = useState(props.open);
    if (props.open && !wanted) setWanted(true);
    return wanted ? (
      <Suspense>
        <Dialog {...props} />
      </Suspense>
    ) : null;
  };
}
