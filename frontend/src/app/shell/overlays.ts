import { createStore, useStore } from "@/lib/store";

export type Overlay = "palette" | "keys" | "news" | null;

const overlay = createStore<Overlay>(null);

export const openOverlay = (next: Overlay) => overlay.set(next);
export const useOverlay = () => useStore(overlay);
