import type { Page } from "playwright-core";
import type { Session } from "../../src/api/wire.js";
import type { Person } from "../../src/api/people/contract.js";

/** Somebody who has opened the developer tools: the element API with their own token, around every control. */
export interface ElementApi {
  session: Session;
  role(key: string): string;
  person(name: string): Promise<Person>;
  call(route: string, input?: object): Promise<{ status: number; body: ApiBody }>;
}

export interface ApiBody {
  error_code?: string;
  reasons?: { code: string; message: string }[];
  rows?: { outcome: string }[];
  people?: Person[];
}

export async function elementApi(page: Page): Promise<ElementApi> {
  const opened = await fetchInPage(
    page,
    "POST /session",
    { "Permit-Element": "1" },
    { type: "user-management" },
  );
  const session = opened.body as unknown as Session;
  const call: ElementApi["call"] = (route, input) =>
    fetchInPage(page, route, { Authorization: `Bearer ${session.token}` }, input);
  return {
    session,
    call,
    role: (key) => session.roles.find((role) => role.key === key)!.id,
    async person(name) {
      const { body } = await call(`GET /people?search=${encodeURIComponent(name)}`);
      return body.people!.find((person) => person.name === name)!;
    },
  };
}

function fetchInPage(page: Page, route: string, headers: Record<string, string>, input?: object) {
  return page.evaluate(
    async ({ route, headers, input }) => {
      const [method = "GET", path = "/"] = route.split(" ");
      const response = await fetch(`/permit${path}`, {
        method,
        headers: { "Content-Type": "application/json", ...headers },
        ...(method !== "GET" && { body: JSON.stringify(input ?? {}) }),
      });
      return { status: response.status, body: (await response.json()) as ApiBody };
    },
    { route, headers, input },
  );
}
