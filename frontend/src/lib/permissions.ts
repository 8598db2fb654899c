import { useSession } from "./session";

/** Whether the signed-in user holds a permission such as "contacts:write". The server decides again. */
export function useCan(permission: string): boolean {
  return useSession().user?.permissions.includes(permission) ?? false;
}

export function useCanAny(...permissions: string[]): boolean {
  const held = useSession().user?.permissions ?? [];
  return permissions.some((permission) => held.includes(permission));
}
