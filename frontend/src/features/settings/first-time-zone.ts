import { useEffect, useEffectEvent } from "react";
import { useChangeMe } from "./api";

export const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The first browser of somebody new says where they are. */
export default function FirstTimeZone(): null {
  const change = useChangeMe();
  const tell = useEffectEvent(() => change.mutate({ body: { time_zone: here() } }));
  useEffect(() => tell(), []);
  return null;
}
