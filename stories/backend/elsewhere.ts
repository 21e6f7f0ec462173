import type { UserManagementRoutes } from "../../src/api/user-management/contract.js";
import type { ElementType, Session } from "../../src/api/wire.js";
import { Client, type RouteShape } from "../../src/elements/connection/client.js";
import { ElementSession } from "../../src/elements/connection/session.js";
import { openBackend } from "./backend.js";
import type { Part } from "./seed/cast.js";
import type { CompanyKey } from "./seed/companies.js";

/** Lets somebody act from elsewhere: by the API, without an element. */
export async function elsewhere<
  T,
  Routes extends { [Route in keyof Routes]: RouteShape } = UserManagementRoutes,
>(
  part: Part,
  company: CompanyKey,
  act: (client: Client<Routes>, session: Session) => Promise<T>,
  type: ElementType = "user-management",
): Promise<T> {
  const backend = await openBackend();
  const endpoint = backend.endpoint(part, company);
  const session = new ElementSession(
    {
      endpoint,
      type,
      element: undefined,
      tenant: undefined,
      authToken: () => undefined,
      fetch: () => backend.fetch,
    },
    { opened: () => undefined, failed: () => undefined },
  );
  try {
    return await act(new Client<Routes>(endpoint, session), await session.open(true));
  } finally {
    session.close();
  }
}

/** Takes back what an earlier visit to a story has left. */
export function cancelInvitation(email: string): Promise<void> {
  return elsewhere("owner", "acme", async (client) => {
    const { invitations } = await client.send("GET /invitations", { query: {} });
    for (const { id } of invitations.filter((each) => each.email === email)) {
      await client.send("POST /invitations/{invitation}/cancel", { path: { invitation: id }, input: {} });
    }
  });
}
