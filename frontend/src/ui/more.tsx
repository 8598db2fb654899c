import { useRef } from "react";
import { Button } from "./button";

export interface ListQuery {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
  hasNextPage?: boolean;
  isFetchingNextPage?: boolean;
  fetchNextPage?: () => unknown;
}

/** Fetch the next page when its foot comes into view; a button for when it does not. */
export function More({ query }: { query: ListQuery }) {
  const seen = useRef<IntersectionObserver | null>(null);
  if (!query.hasNextPage) return null;
  const watch = (node: HTMLElement | null) => {
    seen.current?.disconnect();
    if (!node || typeof IntersectionObserver === "undefined") return;
    seen.current = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && !query.isFetchingNextPage && query.fetchNextPage?.(),
      { rootMargin: "400px" },
    );
    seen.current.observe(node);
  };
  return (
    <div ref={watch} className="grid place-items-center p-3">
      <Button size="sm" tone="quiet" busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage?.()}>
        {query.isFetchingNextPage ? "Loading more" : "Show more"}
      </Button>
    </div>
  );
}
