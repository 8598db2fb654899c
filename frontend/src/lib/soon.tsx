import { type ComponentType, lazy, type ReactNode, Suspense } from "react";

/** A part that comes after the page's own content, or when it is first shown; until then something as large as it. */
export function soon<Props extends object>(
  fetch: () => Promise<ComponentType<Props>>,
  instead: ReactNode = null,
): ComponentType<Props> {
  const Part = lazy(async () => ({ default: await fetch() }));
  return function Soon(props: Props) {
    return (
      <Suspense fallback={instead}>
        <Part {...props} />
      </Suspense>
    );
  };
}
