import type { DelegationsView, DelegationSaved } from "../../src/api/delegations/contract.js";
import type { AskAnswer } from "../../src/api/approvals/contract.js";
import { asHost, call, openAcme, type SignedIn } from "./acme.js";
import type { World } from "./refusals.js";

/** Acme and Globex with something of everything that a route can name. */
export async function openWorld(options: Parameters<typeof openAcme>[0] = {}): Promise<World> {
  const acme = await openAcme(options);
  const olivia = await acme.as("olivia");
  const reader = await acme.as("olivia", "acme", "audit-log");
  const sharer = await acme.as("olivia", "acme", "role-assignment");
  const approver = await acme.as("olivia", "acme", "approvals");
  const asker = await acme.as("olivia", "acme", "access-request");
  const limits = await acme.as("olivia", "acme", "delegations");
  const operator = await acme.operator("acme");
  const gloria = await acme.as("gloria", "globex");
  const { id: foreignInvitation } = await acme.invite(gloria, "guest@globex.example", "editor");
  const { id: invitation, token: invitationToken } = await acme.invite(olivia, "noor@acme.example", "editor");
  await acme.permit.importPeople("acme", [{ key: "rita", email: "rita@acme.example", roles: ["editor"] }]);
  const people = await acme.database.rows<{ key: string; id: string }>("select key, id from app_user");
  const foreignRequest = await askFor(await acme.as("gloria", "globex", "access-request"), "editor");
  const request = await askFor(await acme.as("ana", "acme", "access-request"), "billing");
  const ownRequest = await askFor(asker, "billing");
  // From now on the host has nothing new to say about these two.
  await call(acme.permit, "POST", "/invitations/preview", { token: invitationToken }, asHost("noor"));
  await acme.as("victor");
  const { delegation } = await operator.json<DelegationSaved>("POST /delegations", {
    role: olivia.role("billing").id,
    limits: {},
  });
  await operator.json("POST /delegations/meant", { attributes: ["badge"], justification: "Because" });
  const { attributes } = await operator.json<DelegationsView>("GET /delegations");
  return {
    acme,
    limits,
    operator,
    delegation: delegation?.id ?? "",
    mark: attributes.find(({ key }) => key === "badge")?.mark?.id ?? "",
    olivia,
    reader,
    sharer,
    approver,
    asker,
    request,
    ownRequest,
    foreignRequest,
    ids: Object.fromEntries(people.map(({ key, id }) => [key, id])),
    roles: Object.fromEntries(olivia.session.roles.map(({ key, id }) => [key, id])),
    invitation,
    foreignInvitation,
    invitationToken,
    state: await acme.database.state(),
  };
}

/** Asks for a role of one's own; answers the request. */
export async function askFor(by: SignedIn, role: string): Promise<string> {
  const person = { user: by.session.you.user, grant: [{ role: by.role(role).id }] };
  const { request } = await by.json<AskAnswer>("POST /requests", { kind: "access", person });
  return request ?? "";
}
