import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Kbd } from "./kbd";

const panel = "z-50 animate-in rounded-lg border bg-raised shadow-pop outline-none";

export const { Root, Trigger } = Radix;

export const Content = ({ className, ...rest }: ComponentProps<typeof Radix.Content>) => (
  <Radix.Portal>
    <Radix.Content
      sideOffset={4}
      collisionPadding={8}
      align="end"
      className={cn(panel, "max-h-80 min-w-48 overflow-y-auto p-1", className)}
      {...rest}
    />
  </Radix.Portal>
);

export type ItemProps = ComponentProps<typeof Radix.Item> & {
  keys?: string;
  checked?: boolean;
  danger?: boolean;
};

export const Item = ({ className, keys, checked, danger, children, ...rest }: ItemProps) => (
  <Radix.Item
    className={cn(
      "touch flex h-8 cursor-default items-center gap-2 rounded-md px-2 text-base outline-none data-disabled:opacity-50 data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:text-subtle",
      danger && "text-bad-text [&_svg]:text-bad-text",
      className,
    )}
    {...rest}
  >
    <span className="flex min-w-0 flex-1 items-center gap-2 truncate">{children}</span>
    {checked && <Check aria-label="selected" />}
    {keys && <Kbd>{keys}</Kbd>}
  </Radix.Item>
);

export const Label = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2 pt-1.5 pb-1 text-xs font-medium text-subtle">{children}</Radix.Label>
);

export const Line = () => <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
