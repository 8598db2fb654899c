import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createAppRouter, createQueries } from "@/app/router";
import { begin } from "@/lib/session";
import { me, session } from "./rows";

/** Show the whole application at an address, signed in unless told otherwise. */
export function open(path: string, { user = me(), signedIn = true } = {}) {
  if (signedIn) begin(session(user));
  const queries = createQueries();
  queries.setDefaultOptions({ queries: { ...queries.getDefaultOptions().queries, retry: false } });
  const router = createAppRouter(createMemoryHistory({ initialEntries: [path] }));
  render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { user: userEvent.setup(), router, queries };
}
