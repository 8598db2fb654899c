import {
  Activity,
  BookOpenText,
  Building2,
  CheckCheck,
  Gauge,
  Handshake,
  History,
  House,
  Inbox,
  ListTodo,
  type LucideIcon,
  Package,
  Scale,
  Settings,
  Users,
} from "lucide-react";

export interface Destination {
  to:
    | "/"
    | "/inbox"
    | "/approvals"
    | "/judge"
    | "/outdated"
    | "/activities"
    | "/deals"
    | "/contacts"
    | "/companies"
    | "/catalogue"
    | "/knowledge"
    | "/quality"
    | "/operations"
    | "/settings";
  label: string;
  icon: LucideIcon;
  keys: string;
  permission?: string;
  group: "work" | "records" | "house";
}

export const destinations: Destination[] = [
  { to: "/", label: "Home", icon: House, keys: "g h", group: "work" },
  { to: "/inbox", label: "Inbox", icon: Inbox, keys: "g i", permission: "conversations:read", group: "work" },
  {
    to: "/approvals",
    label: "Approvals",
    icon: CheckCheck,
    keys: "g a",
    permission: "suggestions:read",
    group: "work",
  },
  {
    to: "/activities",
    label: "Activities",
    icon: ListTodo,
    keys: "g t",
    permission: "activities:read",
    group: "work",
  },
  { to: "/deals", label: "Deals", icon: Handshake, keys: "g d", permission: "deals:read", group: "work" },
  {
    to: "/judge",
    label: "Judge",
    icon: Scale,
    keys: "g j",
    permission: "suggestions:write",
    group: "work",
  },
  {
    to: "/outdated",
    label: "Outdated quotes",
    icon: History,
    keys: "g u",
    permission: "suggestions:read",
    group: "work",
  },
  {
    to: "/contacts",
    label: "Contacts",
    icon: Users,
    keys: "g c",
    permission: "contacts:read",
    group: "records",
  },
  {
    to: "/companies",
    label: "Companies",
    icon: Building2,
    keys: "g o",
    permission: "companies:read",
    group: "records",
  },
  {
    to: "/catalogue",
    label: "Catalogue",
    icon: Package,
    keys: "g p",
    permission: "products:read",
    group: "records",
  },
  {
    to: "/knowledge",
    label: "Knowledge",
    icon: BookOpenText,
    keys: "g k",
    permission: "articles:read",
    group: "records",
  },
  {
    to: "/quality",
    label: "AI quality",
    icon: Gauge,
    keys: "g q",
    permission: "quality:read",
    group: "house",
  },
  {
    to: "/operations",
    label: "Operations",
    icon: Activity,
    keys: "g x",
    permission: "operations:read",
    group: "house",
  },
  { to: "/settings", label: "Settings", icon: Settings, keys: "g s", group: "house" },
];
