import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { onSignedOut } from "@/lib/session";
import { createAppRouter, createQueries } from "./router";

/** The whole application. */
export function App() {
  const [{ queries, router }] = useState(() => {
    const client = createQueries();
    const made = { queries: client, router: createAppRouter() };
    onSignedOut(() => {
      client.clear();
      const { pathname, href } = made.router.state.location;
      void made.router.navigate({ to: "/sign-in", search: pathname === "/" ? {} : { next: href } });
    });
    return made;
  });
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
