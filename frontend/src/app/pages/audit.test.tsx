import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { open } from "@/test/render";
import { page, queued } from "@/test/rows";
import { server } from "@/test/server";

const API = "*/api/v1";

function serve() {
  const asked: URLSearchParams[] = [];
  const exported: URLSearchParams[] = [];
  server.use(
    http.get(`${API}/suggestions`, ({ request }) => {
      const query = new URL(request.url).searchParams;
      asked.push(query);
      const rows = query.get("decision") === "no_reply" ? [] : [queued("s1", { decision: "auto_send" })];
      return HttpResponse.json(page(rows));
    }),
    http.get(`${API}/suggestions.csv`, ({ request }) => {
      exported.push(new URL(request.url).searchParams);
      return new HttpResponse("id\r\n", { headers: { "content-type": "text/csv" } });
    }),
  );
  return { asked, exported };
}

describe("the log of decisions", () => {
  it("lists what was decided, and filters it", async () => {
    const { asked } = serve();
    const { user } = open("/quality/log");
    expect(await screen.findByRole("cell", { name: "By itself" })).toBeVisible();
    await user.click(screen.getByRole("radio", { name: "No reply" }));
    expect(await screen.findByText("Nothing was decided here")).toBeVisible();
    expect(asked.at(-1)?.get("decision")).toBe("no_reply");
    expect(asked.at(-1)?.get("since")).toMatch(/^\d{4}-/);
  });

  it("shows what was asked, and that a draft which was kept back is there", async () => {
    serve();
    const rows = [
      queued("s1", { decision: "escalate", status: "none", body: "Hello, it costs 349.00 EUR." }),
      queued("s2", { decision: "no_reply", status: "none", body: null }),
    ];
    server.use(http.get(`${API}/suggestions`, () => HttpResponse.json(page(rows))));
    open("/quality/log");
    expect(await screen.findByText("Question of s1")).toBeVisible();
    expect(screen.getByRole("cell", { name: /^Draft kept back/ })).toBeVisible();
    expect(screen.getByRole("cell", { name: /^Nothing to send/ })).toBeVisible();
  });

  it("exports what is filtered", async () => {
    const { exported } = serve();
    const { user } = open("/quality/log?decision=auto_send");
    await user.click(await screen.findByRole("button", { name: "Export" }));
    await waitFor(() => expect(exported.at(-1)?.get("decision")).toBe("auto_send"));
    expect(exported.at(-1)?.get("since")).toMatch(/^\d{4}-/);
  });
});
