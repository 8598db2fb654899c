import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { deal, detail } from "@/test/deal-rows";
import { open } from "@/test/render";
import { conversation, gap, me, page } from "@/test/rows";
import { problem, server } from "@/test/server";
import { moment, shared } from "@/test/shared-record";

const API = "*/api/v1";
const line = {
  id: "i1",
  product_id: null,
  title: "Lamp",
  quantity: 2,
  unit_price: "10.00",
  currency: "EUR",
  total: "20.00",
};
const seller = { user: { ...me(), permissions: [...me().permissions, "deals:write" as const] } };

/** A deal with one line, which somebody else writes meanwhile. */
function dealWithLine() {
  const kept = shared("/deals", { ...detail(deal("d1", "Lead")), items: [line] });
  const sent: unknown[] = [];
  const change = async ({ request }: { request: Request }) => {
    if (request.headers.get("If-Match") !== `"${kept.now().updated_at}"`)
      return problem(412, "Stale", "Somebody was faster.");
    const body = request.method === "PATCH" ? await request.json() : "removed";
    sent.push(body);
    kept.write({ items: body === "removed" ? [] : [{ ...line, ...(body as object) }] });
    return HttpResponse.json(kept.now());
  };
  server.use(http.patch(`${API}/deals/d1/items/i1`, change), http.delete(`${API}/deals/d1/items/i1`, change));
  return { ...kept, sent };
}

describe("a line of a deal that two people change", () => {
  it("is changed without a question where the other changed something else", async () => {
    const kept = dealWithLine();
    const { user } = open("/deals/d1", seller);
    const more = await screen.findByRole("button", { name: "One Lamp more" });
    kept.write({ title: "Other" });
    await user.click(more);
    await waitFor(() => expect(kept.sent).toEqual([{ quantity: 3 }]));
  });

  it("is asked about where both changed it", async () => {
    const kept = dealWithLine();
    const { user } = open("/deals/d1", seller);
    const more = await screen.findByRole("button", { name: "One Lamp more" });
    kept.write({ items: [{ ...line, quantity: 7 }] });
    await user.click(more);
    const both = await screen.findByRole("group", { name: "Quantity" });
    expect(both).toHaveTextContent("Yours3Theirs7");
    await user.click(screen.getByRole("button", { name: "Take theirs" }));
    expect(await screen.findByText(/7 ×/)).toBeVisible();
    expect(kept.sent).toEqual([]);
  });

  it("that is gone already needs no removal", async () => {
    const kept = dealWithLine();
    const { user } = open("/deals/d1", seller);
    const remove = await screen.findByRole("button", { name: "Remove Lamp" });
    kept.write({ items: [] });
    await user.click(remove);
    await waitFor(() => expect(screen.queryByRole("button", { name: "Remove Lamp" })).toBeNull());
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(kept.sent).toEqual([]);
  });
});

describe("a thread that two people take over", () => {
  it("stops the assistant at once, and asks whose it is", async () => {
    const kept = shared("/conversations", conversation());
    const { user } = open("/inbox/c1");
    const take = await screen.findByRole("button", { name: "Take over" });
    kept.write({ owner: { id: "u9", name: "Lena Vogt" } });
    await user.click(take);
    const both = await screen.findByRole("group", { name: "Owner" });
    expect(both).toHaveTextContent("TheirsLena Vogt");
    expect(kept.patches).toEqual([{ ai_paused: true }]);
    await user.click(screen.getByRole("button", { name: "Keep mine" }));
    await waitFor(() => expect(kept.patches).toEqual([{ ai_paused: true }, { owner_id: "u1" }]));
  });

  it("is taken over without a question when only a message came", async () => {
    const kept = shared("/conversations", conversation());
    const { user } = open("/inbox/c1");
    const take = await screen.findByRole("button", { name: "Take over" });
    kept.write({ unread: true });
    await user.click(take);
    await waitFor(() => expect(kept.patches).toEqual([{ ai_paused: true }, { owner_id: "u1" }]));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("a gap that was asked again meanwhile", () => {
  it("is dismissed all the same", async () => {
    const kept = shared("/gaps", gap());
    const user_ = { ...me(), permissions: [...me().permissions, "articles:write" as const] };
    const { user } = open("/knowledge/gaps", { user: user_ });
    const dismiss = await screen.findByRole("button", { name: "Dismiss" });
    kept.write({ count: 4, last_asked_at: moment(9) });
    await user.click(dismiss);
    await waitFor(() => expect(kept.patches).toEqual([{ status: "dismissed" }]));
  });
});

describe("a field that was given up", () => {
  it("stays given up when yet another change comes in between", async () => {
    const kept = shared("/deals", { ...detail(deal("d1", "Lead", { title: "Forty", amount: "100.00" })) });
    server.use(http.get(`${API}/pipelines`, () => HttpResponse.json(page([]))));
    const { user } = open("/deals/d1", seller);
    await user.click(await screen.findByRole("button", { name: "Edit" }));
    const form = await screen.findByRole("dialog", { name: "Edit deal" });
    for (const [label, typed] of [
      ["Title", "Fifty"],
      ["Amount", "200"],
    ] as const) {
      await user.clear(within(form).getByLabelText(label));
      await user.type(within(form).getByLabelText(label), typed);
    }
    kept.write({ title: "Sixty", amount: "300.00" });
    await user.click(within(form).getByRole("button", { name: "Save" }));
    const amount = await screen.findByRole("group", { name: "Amount" });
    await user.click(within(amount).getByRole("radio", { name: /Theirs/ }));
    kept.write({ expected_close_on: "2027-01-31" });
    await user.click(screen.getByRole("button", { name: "Save what is chosen" }));
    await waitFor(() => expect(kept.patches).toEqual([{ title: "Fifty" }]));
    expect(kept.now().amount).toBe("300.00");
  });
});
