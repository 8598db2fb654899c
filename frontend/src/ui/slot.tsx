import { cloneElement, isValidElement, type ReactNode, type Ref } from "react";
import { cn } from "@/lib/cn";

type Props = Record<string, unknown> & { children?: ReactNode };

/** Give its props to its only child: a link that looks and behaves as a button. */
export function Slot({ children, ...given }: Props) {
  if (!isValidElement<Props>(children)) throw new Error("A slot holds one element");
  const own = children.props;
  const merged: Props = { ...given, ...own };
  merged.className = cn(given.className as string, own.className as string);
  for (const [name, outer] of Object.entries(given)) {
    const inner = own[name];
    if (/^on[A-Z]/.test(name) && typeof outer === "function" && typeof inner === "function") {
      merged[name] = (...args: unknown[]) => {
        inner(...args);
        outer(...args);
      };
    }
  }
  if (given.ref && own.ref) merged.ref = both(given.ref as Ref<unknown>, own.ref as Ref<unknown>);
  return cloneElement(children, merged);
}

const both = (one: Ref<unknown>, other: Ref<unknown>) => (node: unknown) => {
  for (const ref of [one, other]) {
    if (typeof ref === "function") ref(node);
    else if (ref) ref.current = node;
  }
};
