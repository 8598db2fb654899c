import { QueryClient } from "@tanstack/react-query";
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import { intentCodes } from "@/lib/intents";
import { problemOf } from "@/lib/problem";
import { oneOf, searchOf, searchParams, text, texts, textsOrNone } from "@/lib/search";
import { ensureSession } from "@/lib/session";
import { Crashed, Missing } from "./pages/missing";

export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => {
          const { status } = problemOf(error);
          return failures < 2 && (status === 0 || status >= 500);
        },
      },
    },
  });
}

const root = createRootRoute({ component: Outlet, notFoundComponent: Missing, errorComponent: Crashed });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: searchOf({ next: text }),
  component: lazyRouteComponent(() => import("./pages/sign-in"), "SignIn"),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation/$token",
  component: lazyRouteComponent(() => import("./pages/invitation"), "Invitation"),
});
const askReset = createRoute({
  getParentRoute: () => root,
  path: "/reset",
  component: lazyRouteComponent(() => import("./pages/reset"), "AskReset"),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset/$token",
  component: lazyRouteComponent(() => import("./pages/reset"), "SetPassword"),
});
const enrol = createRoute({
  getParentRoute: () => root,
  path: "/second-factor",
  validateSearch: searchOf({ next: text }),
  component: lazyRouteComponent(() => import("./pages/enrol"), "Enrol"),
  beforeLoad: async () => {
    const user = await ensureSession();
    if (!user) throw redirect({ to: "/sign-in", search: {} });
    if (!user.must_enrol_second_factor) throw redirect({ to: "/settings/security" });
  },
});

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  component: lazyRouteComponent(() => import("./shell/shell"), "Shell"),
  beforeLoad: async ({ location }) => {
    const user = await ensureSession();
    const search = location.pathname === "/" ? {} : { next: location.href };
    if (!user) throw redirect({ to: "/sign-in", search });
    if (user.must_enrol_second_factor) throw redirect({ to: "/second-factor", search });
  },
});

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/home"), "Home"),
});

const threads = searchOf({
  view: oneOf(["all", "mine", "team", "unassigned", "needs_approval", "escalated", "snoozed", "closed"]),
  q: text,
  intent: oneOf(intentCodes),
  priority: oneOf(["urgent", "high", "normal", "low"]),
});
const inbox = createRoute({
  getParentRoute: () => inside,
  path: "/inbox",
  validateSearch: threads,
  component: lazyRouteComponent(() => import("./pages/inbox"), "Inbox"),
});
const inboxIndex = createRoute({
  getParentRoute: () => inbox,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/no-thread"), "NoThread"),
});
const thread = createRoute({
  getParentRoute: () => inbox,
  path: "$conversationId",
  component: lazyRouteComponent(() => import("./pages/thread"), "ThreadPage"),
});
const approvals = createRoute({
  getParentRoute: () => inside,
  path: "/approvals",
  component: lazyRouteComponent(() => import("./pages/approvals"), "Approvals"),
});
const judge = createRoute({
  getParentRoute: () => inside,
  path: "/judge",
  component: lazyRouteComponent(() => import("./pages/judge"), "Judge"),
});

const outdated = createRoute({
  getParentRoute: () => inside,
  path: "/outdated",
  validateSearch: searchOf({ status: oneOf(["open", "sent", "dismissed", "closed"]) }),
  component: lazyRouteComponent(() => import("./pages/outdated"), "Outdated"),
});
/** Where activities were when they were tasks only. */
const tasks = createRoute({
  getParentRoute: () => inside,
  path: "/tasks",
  beforeLoad: () => {
    throw redirect({ to: "/activities" });
  },
});
const activities = createRoute({
  getParentRoute: () => inside,
  path: "/activities",
  validateSearch: searchOf({ view: oneOf(["my_day", "overdue", "upcoming", "team", "done"]) }),
  component: lazyRouteComponent(() => import("./pages/activities"), "Activities"),
});

/** A saved view, and what was changed about it since. */
const list = { view: text, q: text, filter: textsOrNone, sort: text, columns: texts };
interface At {
  location: { searchStr: string; search: object };
}

/** Deals under an address from before they had filters. */
async function leadOn({ location: { searchStr, search } }: At): Promise<void> {
  if (!/[?&](view=(board|list|forecast)\b|(pipeline|owner|min|days)=)/.test(searchStr)) return;
  const { nowOf } = await import("./pages/old-deals");
  throw redirect({ to: "/deals", search: nowOf({ ...search }), replace: true });
}
const deals = createRoute({
  getParentRoute: () => inside,
  path: "/deals",
  validateSearch: searchOf({ ...list, show: oneOf(["list", "forecast"]) }),
  beforeLoad: leadOn,
  component: lazyRouteComponent(() => import("./pages/deals"), "Deals"),
});
const deal = createRoute({
  getParentRoute: () => inside,
  path: "/deals/$dealId",
  component: lazyRouteComponent(() => import("./pages/deal"), "DealPage"),
});
const contacts = createRoute({
  getParentRoute: () => inside,
  path: "/contacts",
  validateSearch: searchOf(list),
  component: lazyRouteComponent(() => import("./pages/contacts"), "Contacts"),
});
const duplicates = createRoute({
  getParentRoute: () => inside,
  path: "/contacts/duplicates",
  component: lazyRouteComponent(() => import("./pages/duplicates"), "DuplicateContacts"),
});
const companyDuplicates = createRoute({
  getParentRoute: () => inside,
  path: "/companies/duplicates",
  component: lazyRouteComponent(() => import("./pages/duplicates"), "DuplicateCompanies"),
});
const contact = createRoute({
  getParentRoute: () => inside,
  path: "/contacts/$contactId",
  component: lazyRouteComponent(() => import("./pages/contact"), "ContactPage"),
});
const companies = createRoute({
  getParentRoute: () => inside,
  path: "/companies",
  validateSearch: searchOf(list),
  component: lazyRouteComponent(() => import("./pages/companies"), "Companies"),
});
const company = createRoute({
  getParentRoute: () => inside,
  path: "/companies/$companyId",
  component: lazyRouteComponent(() => import("./pages/company"), "CompanyPage"),
});

const catalogue = createRoute({
  getParentRoute: () => inside,
  path: "/catalogue",
  validateSearch: searchOf({
    q: text,
    sort: oneOf(["title", "-title", "price", "-price", "stock", "-stock"]),
    category: text,
    source: text,
    by: oneOf(["words", "meaning"]),
  }),
  component: lazyRouteComponent(() => import("./pages/catalogue"), "Catalogue"),
});
const sources = createRoute({
  getParentRoute: () => inside,
  path: "/catalogue/sources",
  component: lazyRouteComponent(() => import("./pages/sources"), "Sources"),
});
const product = createRoute({
  getParentRoute: () => inside,
  path: "/catalogue/products/$productId",
  component: lazyRouteComponent(() => import("./pages/product"), "ProductPage"),
});
const knowledge = createRoute({
  getParentRoute: () => inside,
  path: "/knowledge",
  validateSearch: searchOf({ q: text, show: oneOf(["bin"]) }),
  component: lazyRouteComponent(() => import("./pages/knowledge"), "Knowledge"),
});
const gaps = createRoute({
  getParentRoute: () => inside,
  path: "/knowledge/gaps",
  validateSearch: searchOf({ status: oneOf(["open", "answered", "dismissed"]) }),
  component: lazyRouteComponent(() => import("./pages/gaps"), "Gaps"),
});
const article = createRoute({
  getParentRoute: () => inside,
  path: "/knowledge/$articleId",
  validateSearch: searchOf({ gap: text }),
  component: lazyRouteComponent(() => import("./pages/article"), "ArticlePage"),
});

const audit = createRoute({
  getParentRoute: () => inside,
  path: "/quality/log",
  validateSearch: searchOf({
    decision: oneOf(["auto_send", "review", "escalate", "no_reply"]),
    intent: oneOf(intentCodes),
    period: oneOf(["week", "month", "quarter"]),
  }),
  component: lazyRouteComponent(() => import("./pages/audit"), "Audit"),
});
const quality = createRoute({
  getParentRoute: () => inside,
  path: "/quality",
  validateSearch: searchOf({ period: oneOf(["week", "month", "quarter"]) }),
  component: lazyRouteComponent(() => import("./pages/quality"), "Quality"),
});
const operations = createRoute({
  getParentRoute: () => inside,
  path: "/operations",
  component: lazyRouteComponent(() => import("./pages/operations"), "Operations"),
});
const jobs = createRoute({
  getParentRoute: () => inside,
  path: "/operations/jobs",
  validateSearch: searchOf({
    status: oneOf(["pending", "running", "done", "retrying", "dead", "cancelled"]),
    queue: text,
    fingerprint: text,
    job: text,
  }),
  component: lazyRouteComponent(() => import("./pages/jobs"), "Jobs"),
});
const dead = createRoute({
  getParentRoute: () => inside,
  path: "/operations/dead-letters",
  component: lazyRouteComponent(() => import("./pages/dead-letters"), "DeadLettersPage"),
});
const deliveries = createRoute({
  getParentRoute: () => inside,
  path: "/operations/deliveries",
  validateSearch: searchOf({
    status: oneOf(["accepted", "duplicate", "refused", "invalid", "processed", "quarantined"]),
    endpoint: text,
    delivery: text,
  }),
  component: lazyRouteComponent(() => import("./pages/deliveries"), "Deliveries"),
});

const changes = createRoute({
  getParentRoute: () => inside,
  path: "/operations/audit",
  validateSearch: searchOf({
    action: oneOf(["created", "changed", "deleted", "restored"]),
    subject_type: text,
    subject_id: text,
    actor_id: text,
  }),
  component: lazyRouteComponent(() => import("./pages/changes"), "ChangesPage"),
});

const imports = createRoute({
  getParentRoute: () => inside,
  path: "/imports",
  validateSearch: searchOf({ object: oneOf(["contact", "company", "deal"]) }),
  component: lazyRouteComponent(() => import("./pages/imports"), "Imports"),
});
const importPage = createRoute({
  getParentRoute: () => inside,
  path: "/imports/$importId",
  component: lazyRouteComponent(() => import("./pages/import"), "ImportPage"),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  component: lazyRouteComponent(() => import("./pages/settings"), "PersonalSettings"),
});
const security = createRoute({
  getParentRoute: () => inside,
  path: "/settings/security",
  component: lazyRouteComponent(() => import("./pages/security"), "SecuritySettings"),
});
const assistant = createRoute({
  getParentRoute: () => inside,
  path: "/settings/assistant",
  component: lazyRouteComponent(() => import("./pages/settings"), "AssistantSettings"),
});
const model = createRoute({
  getParentRoute: () => inside,
  path: "/settings/model",
  component: lazyRouteComponent(() => import("./pages/learning"), "ModelPage"),
});
const lessons = createRoute({
  getParentRoute: () => inside,
  path: "/settings/lessons",
  component: lazyRouteComponent(() => import("./pages/learning"), "LessonsPage"),
});
const fieldSettings = createRoute({
  getParentRoute: () => inside,
  path: "/settings/fields",
  validateSearch: searchOf({ of: oneOf(["contact", "company", "deal"]) }),
  component: lazyRouteComponent(() => import("./pages/custom-fields"), "CustomFields"),
});
const pipelineSettings = createRoute({
  getParentRoute: () => inside,
  path: "/settings/pipelines",
  component: lazyRouteComponent(() => import("./pages/pipelines"), "Pipelines"),
});
const channels = createRoute({
  getParentRoute: () => inside,
  path: "/settings/channels",
  component: lazyRouteComponent(() => import("./pages/channels"), "Channels"),
});
const apiKeys = createRoute({
  getParentRoute: () => inside,
  path: "/settings/api-keys",
  component: lazyRouteComponent(() => import("./pages/api-keys"), "ApiKeys"),
});
const webhooks = createRoute({
  getParentRoute: () => inside,
  path: "/settings/webhooks",
  component: lazyRouteComponent(() => import("./pages/webhooks"), "Webhooks"),
});
const webhook = createRoute({
  getParentRoute: () => inside,
  path: "/settings/webhooks/$subscriptionId",
  validateSearch: searchOf({
    status: oneOf(["pending", "sending", "delivered", "failed", "cancelled"]),
    delivery: text,
  }),
  component: lazyRouteComponent(() => import("./pages/webhooks"), "WebhookPage"),
});
const privacy = createRoute({
  getParentRoute: () => inside,
  path: "/settings/privacy",
  component: lazyRouteComponent(() => import("./pages/privacy"), "Privacy"),
});
const users = createRoute({
  getParentRoute: () => inside,
  path: "/settings/users",
  validateSearch: searchOf({ q: text }),
  component: lazyRouteComponent(() => import("./pages/users"), "Users"),
});
const teams = createRoute({
  getParentRoute: () => inside,
  path: "/settings/teams",
  component: lazyRouteComponent(() => import("./pages/users"), "Teams"),
});

const tree = root.addChildren([
  signIn,
  invitation,
  askReset,
  reset,
  enrol,
  inside.addChildren([
    home,
    inbox.addChildren([inboxIndex, thread]),
    approvals,
    judge,
    outdated,
    tasks,
    activities,
    deals,
    deal,
    contacts,
    duplicates,
    companyDuplicates,
    contact,
    companies,
    company,
    catalogue,
    sources,
    product,
    knowledge,
    gaps,
    article,
    quality,
    audit,
    operations,
    jobs,
    dead,
    deliveries,
    changes,
    imports,
    importPage,
    settings,
    fieldSettings,
    pipelineSettings,
    security,
    assistant,
    model,
    lessons,
    channels,
    apiKeys,
    webhooks,
    webhook,
    privacy,
    users,
    teams,
  ]),
]);

export function createAppRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: tree,
    history,
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    ...searchParams,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
