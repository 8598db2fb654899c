import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api";
import { end, sessionState } from "@/lib/session";
import { open } from "@/test/render";
import { me, page, session } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";
const FACTOR = `${API}/auth/second-factor`;
const codes = Array.from({ length: 10 }, (_, index) => `code${index.toString()}-abcde`);

const off: Schema["SecondFactorStatus"] = { enabled_at: null, recovery_codes_left: 0, required: false };
const on: Schema["SecondFactorStatus"] = {
  enabled_at: "2026-11-22T09:00:00Z",
  recovery_codes_left: 10,
  required: false,
};

const bodyOf = async (request: Request) => (await request.json()) as Record<string, string>;

/** A server that takes one password, one app code and one recovery code. */
function serve(status = off) {
  let now = status;
  server.use(
    http.get(FACTOR, () => HttpResponse.json(now)),
    http.post(`${FACTOR}/setup`, async ({ request }) =>
      (await bodyOf(request)).password === "correct horse"
        ? HttpResponse.json({
            secret: "JBSWY3DPEHPK3PXP",
            otpauth_uri: "otpauth://totp/Mancrel:ada?secret=JBSWY3DPEHPK3PXP",
            qr_code: "data:image/svg+xml,%3Csvg/%3E",
          })
        : problem(422, "WrongPassword", "The password is wrong.", [
            { field: "password", message: "The password is wrong." },
          ]),
    ),
    http.post(`${FACTOR}/confirm`, async ({ request }) => {
      if ((await bodyOf(request)).code !== "123 456") {
        return problem(422, "WrongCode", "This code is wrong.", [
          { field: "code", message: "This code is wrong." },
        ]);
      }
      now = on;
      return HttpResponse.json({ recovery_codes: codes });
    }),
    http.post(`${FACTOR}/disable`, () => {
      now = off;
      return new HttpResponse(null, { status: 204 });
    }),
  );
}

describe("the sign-in with a second factor", () => {
  const asked: Record<string, string>[] = [];
  const startSignIn = async () => {
    end();
    asked.length = 0;
    server.use(
      http.post(`${API}/auth/login`, async ({ request }) => {
        const body = await bodyOf(request);
        asked.push(body);
        if (!body.code) return problem(401, "SecondFactorRequired", "Now type the code.");
        return ["123456", "abcde-fghij"].includes(body.code)
          ? HttpResponse.json(session())
          : problem(401, "WrongSecondFactor", "This code is wrong or was used before.");
      }),
    );
    const opened = open("/sign-in?next=%2Fcatalogue", { signedIn: false });
    await opened.user.type(await screen.findByLabelText("E-mail"), "ada@shop.example");
    await opened.user.type(screen.getByLabelText("Password"), "correct horse");
    await opened.user.click(screen.getByRole("button", { name: "Sign in" }));
    return opened;
  };

  it("asks for the code and sends it with what was typed before", async () => {
    const { user, router } = await startSignIn();
    const field = await screen.findByLabelText("Code");
    expect(field).toHaveFocus();
    expect(field).toHaveAttribute("inputmode", "numeric");
    expect(field).toHaveAttribute("autocomplete", "one-time-code");
    await user.type(field, "12345{Enter}");
    expect(await screen.findByText(/Type the 6 digits/)).toBeVisible();
    await user.type(field, "6{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/catalogue"));
    expect(asked).toEqual([
      { email: "ada@shop.example", password: "correct horse" },
      { email: "ada@shop.example", password: "correct horse", code: "123456" },
    ]);
  });

  it("says that the code is wrong, and takes a recovery code instead", async () => {
    const { user, router } = await startSignIn();
    await user.type(await screen.findByLabelText("Code"), "000000{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("wrong or was used before");
    await user.click(screen.getByRole("button", { name: /Use a recovery code/ }));
    const field = screen.getByLabelText("Recovery code");
    expect(field).toHaveFocus();
    await user.type(field, "abcde-fghij{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/catalogue"));
  });

  it("goes back to the password", async () => {
    const { user } = await startSignIn();
    await user.click(await screen.findByRole("button", { name: "Back to the password" }));
    expect(await screen.findByLabelText("E-mail")).toBeVisible();
  });
});

async function enrol(user: ReturnType<typeof open>["user"]) {
  await user.type(await screen.findByLabelText("Your password"), "correct horse{Enter}");
  expect(await screen.findByRole("img", { name: /QR code/ })).toHaveAttribute(
    "src",
    expect.stringContaining("data:image/svg+xml"),
  );
  expect(screen.getByTestId("copy-secret")).toHaveTextContent("JBSWY3DPEHPK3PXP");
  await user.type(screen.getByLabelText("Code"), "123 456{Enter}");
}

describe("security", () => {
  it("sets up an app, and shows the recovery codes once", async () => {
    serve();
    const { user } = open("/settings/security");
    expect(await screen.findByText(/Whoever learns your password/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Set up" }));
    await enrol(user);
    const list = await screen.findByRole("list", { name: "Recovery codes" });
    expect(within(list).getAllByRole("listitem")).toHaveLength(10);
    await user.click(screen.getByRole("button", { name: "Copy the codes" }));
    expect(await navigator.clipboard.readText()).toBe(codes.join("\n"));
    await user.click(screen.getByRole("button", { name: "I have kept them" }));
    expect(screen.queryByText(codes[0] ?? "")).toBeNull();
  });

  it("names the field that is wrong", async () => {
    serve();
    const { user } = open("/settings/security");
    await user.click(await screen.findByRole("button", { name: "Set up" }));
    await user.type(await screen.findByLabelText("Your password"), "wrong{Enter}");
    expect(await screen.findByText("The password is wrong.")).toBeVisible();
    await user.clear(screen.getByLabelText("Your password"));
    await user.type(screen.getByLabelText("Your password"), "correct horse{Enter}");
    await user.type(await screen.findByLabelText("Code"), "000000{Enter}");
    expect(await screen.findByText("This code is wrong.")).toBeVisible();
  });

  it("removes it with password and code", async () => {
    serve(on);
    const { user } = open("/settings/security");
    expect(await screen.findByText("10 of 10 left")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Remove" }));
    await user.type(await screen.findByLabelText("Your password"), "correct horse");
    await user.type(screen.getByLabelText("Code"), "123456{Enter}");
    expect(await screen.findByRole("button", { name: "Set up" })).toBeVisible();
  });

  it("says when the state cannot be loaded", async () => {
    server.use(http.get(FACTOR, () => problem(503, "Unavailable", "The database is away.")));
    open("/settings/security");
    expect(await screen.findByRole("alert")).toHaveTextContent("The database is away.");
  });

  it("holds an admin who must enrol, then lets them go on", async () => {
    serve({ ...off, required: true });
    const { user, router } = open("/activities", { user: me({ must_enrol_second_factor: true }) });
    await waitFor(() => expect(router.state.location.pathname).toBe("/second-factor"));
    await enrol(user);
    await user.click(await screen.findByRole("button", { name: "I have kept them" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/activities"));
    expect(sessionState().user?.must_enrol_second_factor).toBe(false);
  });
});

describe("users", () => {
  const rep: Schema["UserOut"] = {
    id: "u2",
    email: "rep@shop.example",
    name: "Rolf",
    role: "rep",
    teams: [],
    is_active: true,
    invitation_pending: false,
    deleted_at: null,
    second_factor_at: "2026-11-22T09:00:00Z",
    updated_at: "2026-11-22T09:00:00Z",
    created_at: "2026-11-22T09:00:00Z",
    last_login_at: null,
  };

  it("shows who has a second factor, and resets it", async () => {
    let reset = false;
    server.use(
      http.get(`${API}/users`, () =>
        HttpResponse.json(page([{ ...rep, second_factor_at: reset ? null : on.enabled_at }])),
      ),
      http.post(`${API}/users/u2/second-factor/reset`, () => {
        reset = true;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = open("/settings/users");
    expect(await screen.findByTitle("Signs in with a second factor")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "More about Rolf" }));
    await user.click(await screen.findByRole("menuitem", { name: /Reset the second factor/ }));
    await user.click(await screen.findByRole("button", { name: "Reset it" }));
    await waitFor(() => expect(screen.queryByTitle("Signs in with a second factor")).toBeNull());
    expect(reset).toBe(true);
  });
});
