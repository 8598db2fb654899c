import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import type { Entry } from "./api";

/** The page that shows a record, by its kind; a part of a page stands for what has none of its own. */
const pages: Record<string, (id: string) => Pick<LinkProps, "to" | "params" | "search">> = {
  activities: () => ({ to: "/activities" }),
  api_keys: () => ({ to: "/settings/api-keys" }),
  articles: (articleId) => ({ to: "/knowledge/$articleId", params: { articleId }, search: {} }),
  assistant_settings: () => ({ to: "/settings/assistant" }),
  channels: () => ({ to: "/settings/channels" }),
  companies: (companyId) => ({ to: "/companies/$companyId", params: { companyId } }),
  contacts: (contactId) => ({ to: "/contacts/$contactId", params: { contactId } }),
  conversations: (conversationId) => ({
    to: "/inbox/$conversationId",
    params: { conversationId },
    search: {},
  }),
  custom_fields: () => ({ to: "/settings/fields" }),
  deals: (dealId) => ({ to: "/deals/$dealId", params: { dealId } }),
  language_models: () => ({ to: "/settings/model" }),
  pipelines: () => ({ to: "/settings/pipelines" }),
  products: (productId) => ({ to: "/catalogue/products/$productId", params: { productId } }),
  sources: () => ({ to: "/catalogue/sources" }),
  teams: () => ({ to: "/settings/teams" }),
  users: () => ({ to: "/settings/users" }),
  webhook_subscriptions: (subscriptionId) => ({
    to: "/settings/webhooks/$subscriptionId",
    params: { subscriptionId },
  }),
};

interface RecordLinkProps {
  to: Entry["refers_to"];
  className?: string;
  children: ReactNode;
}

/** The way to a record's page, where it has one. */
export function RecordLink({ to, className, children }: RecordLinkProps) {
  const page = to && pages[to.kind];
  const look = cn("font-medium", page && "hover:underline", className);
  if (!page) return <span className={look}>{children}</span>;
  return (
    <Link {...page(to.id)} className={look}>
      {children}
    </Link>
  );
}
