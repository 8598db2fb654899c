import { HttpResponse, http as msw } from "msw";
import { describe, expect, it, vi } from "vitest";
import { counts, session } from "@/test/rows";
import { problem, server } from "@/test/server";
import { http } from "./api";
import { accessToken, begin, end, ensureSession, onSignedOut, refresh, sessionState } from "./session";

const COUNTS = "*/api/v1/conversations/counts";
const REFRESH = "*/api/v1/auth/refresh";

describe("session", () => {
  it("sends the access token and keeps it out of storage", async () => {
    begin(session());
    let sent: string | null = null;
    server.use(
      msw.get(COUNTS, ({ request }) => {
        sent = request.headers.get("authorization");
        return HttpResponse.json(counts());
      }),
    );
    await http.GET("/api/v1/conversations/counts");
    expect(sent).toBe("Bearer access-1");
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain("access-1");
    expect(document.cookie).toBe("");
  });

  it("renews once on a 401 and sends again, body and all", async () => {
    begin(session());
    const bodies: unknown[] = [];
    let renewals = 0;
    server.use(
      msw.post(REFRESH, () => {
        renewals += 1;
        return HttpResponse.json({ ...session(), access_token: "access-2" });
      }),
      msw.post("*/api/v1/conversations/:id/messages", async ({ request }) => {
        bodies.push(await request.json());
        return request.headers.get("authorization") === "Bearer access-2"
          ? HttpResponse.json({}, { status: 201 })
          : problem(401, "Unauthenticated", "Sign in to continue.");
      }),
    );
    const { response } = await http.POST("/api/v1/conversations/{conversation_id}/messages", {
      params: { path: { conversation_id: "c1" } },
      body: { body: "Hello", private: false },
    });
    expect(response.status).toBe(201);
    expect(bodies).toEqual([
      { body: "Hello", private: false },
      { body: "Hello", private: false },
    ]);
    expect(renewals).toBe(1);
  });

  it("shares one renewal between requests that fail together", async () => {
    begin(session());
    let renewals = 0;
    server.use(
      msw.post(REFRESH, () => {
        renewals += 1;
        return HttpResponse.json({ ...session(), access_token: "access-2" });
      }),
      msw.get(COUNTS, ({ request }) =>
        request.headers.get("authorization") === "Bearer access-2"
          ? HttpResponse.json(counts())
          : problem(401, "Unauthenticated", "Sign in to continue."),
      ),
    );
    const answers = await Promise.all([1, 2, 3, 4].map(() => http.GET("/api/v1/conversations/counts")));
    expect(answers.map(({ response }) => response.status)).toEqual([200, 200, 200, 200]);
    expect(renewals).toBe(1);
  });

  it("ends when the server refuses to renew, and says so once", async () => {
    begin(session());
    const left = vi.fn();
    const stop = onSignedOut(left);
    server.use(
      msw.post(REFRESH, () => problem(401, "Unauthenticated", "Sign in to continue.")),
      msw.get(COUNTS, () => problem(401, "Unauthenticated", "Sign in to continue.")),
    );
    const { response } = await http.GET("/api/v1/conversations/counts");
    expect(response.status).toBe(401);
    expect(accessToken()).toBeNull();
    expect(sessionState().status).toBe("out");
    expect(left).toHaveBeenCalledTimes(1);
    stop();
  });

  it("does not sign anybody out because the server is restarting", async () => {
    begin(session());
    server.use(msw.post(REFRESH, () => problem(503, "Unavailable", "The database is away.")));
    expect(await refresh()).toBe(false);
    expect(sessionState().status).toBe("in");
  });

  it("comes back after a reload with the cookie alone", async () => {
    end();
    server.use(msw.post(REFRESH, () => HttpResponse.json(session())));
    await refresh();
    expect((await ensureSession())?.email).toBe("ada@shop.example");
  });
});
