import { createStore, useStore } from "./store";

export type LiveStatus = "connecting" | "live" | "offline";

/** Whether changes arrive by themselves right now; what listens for them comes later. */
export const liveStatus = createStore<LiveStatus>("connecting");

export const useLiveStatus = () => useStore(liveStatus);
