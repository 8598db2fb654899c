import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { toast } from "sonner";
import { afterAll, afterEach, beforeAll } from "vitest";
import { end } from "@/lib/session";
import { dialogParts } from "@/ui/dialog";
import { menuParts } from "@/ui/menu";
import { popoverParts } from "@/ui/popover";
import { toaster } from "@/ui/toast";
import { server } from "./server";

// Pages load in pieces, on two shared cores.
configure({ asyncUtilTimeout: 6000 });

// What jsdom lacks and Radix, cmdk and the router ask for.
class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= NoObserver as unknown as typeof ResizeObserver;
// As browsers do by now: what scrolls answers a promise.
Element.prototype.scrollIntoView ??= () => Promise.resolve();
Element.prototype.hasPointerCapture ??= () => false;
Element.prototype.setPointerCapture ??= () => {};
Element.prototype.releasePointerCapture ??= () => {};
globalThis.scrollTo = () => {};
// Virtual lists measure; jsdom lays nothing out.
Object.defineProperties(HTMLElement.prototype, {
  offsetHeight: { configurable: true, get: () => 800 },
  offsetWidth: { configurable: true, get: () => 800 },
  clientHeight: { configurable: true, get: () => 800 },
  clientWidth: { configurable: true, get: () => 800 },
});
globalThis.matchMedia ??= ((query: string) => ({
  matches: query.includes("min-width"),
  media: query,
  addEventListener: () => {},
  removeEventListener: () => {},
})) as unknown as typeof matchMedia;

beforeAll(async () => {
  server.listen({ onUnhandledRequest: "error" });
  // What comes when it is first opened is there already, so that a test needs not wait for it.
  await Promise.all(
    [dialogParts, menuParts, popoverParts, toaster].map(({ load }: { load: () => Promise<unknown> }) =>
      load(),
    ),
  );
});
afterEach(() => {
  cleanup();
  toast.dismiss();
  server.resetHandlers();
  end();
  localStorage.clear();
});
afterAll(() => server.close());
