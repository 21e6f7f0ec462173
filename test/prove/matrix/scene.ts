import { askFor, openWorld } from "../../support/world.js";
import type { DelegationsView, DelegationSaved } from "../../../src/api/delegations/contract.js";
import type { World } from "../../support/refusals.js";

/** The world of the refusals, and what is beyond the reach of a manager of Acme in it, or lies in Globex. */
export interface Scene extends World {
  apiKey: string;
  checkpoint: string;
  foreignInvitationToken: string;
  highInvitation: string;
  managersRequest: string;
  highRequest: string;
  foreignDelegation: string;
  foreignMark: string;
}

export async function openScene(): Promise<Scene> {
  const kept: string[] = [];
  const world = await openWorld({ onCheckpoint: ({ jws }) => void kept.push(jws) });
  const { acme, olivia } = world;
  const apiKey = `permit_key_${"aB3".repeat(31)}`;
  await acme.another({ apiKey });
  await acme.permit.importPeople("globex", [
    { key: "greta", email: "greta@globex.example", roles: ["owner"] },
  ]);
  await acme.as("greta", "globex");
  const gloria = await acme.as("gloria", "globex");
  const { token: foreignInvitationToken } = await acme.invite(gloria, "other@globex.example", "editor");
  const { id: highInvitation } = await acme.invite(olivia, "high@acme.example", "owner");
  const managersRequest = await askFor(await acme.as("maria", "acme", "access-request"), "billing");
  const highRequest = await askFor(await acme.as("ana", "acme", "access-request"), "owner");
  const globex = await acme.operator("globex");
  const { delegation } = await globex.json<DelegationSaved>("POST /delegations", {
    role: olivia.role("billing").id,
    limits: {},
  });
  await globex.json("POST /delegations/meant", { attributes: ["badge"], justification: "Because" });
  const { attributes } = await globex.json<DelegationsView>("GET /delegations");
  await acme.permit.checkpoint();
  return {
    ...world,
    ...{
      apiKey,
      checkpoint: kept[0] ?? "",
      foreignInvitationToken,
      highInvitation,
      managersRequest,
      highRequest,
    },
    foreignDelegation: delegation?.id ?? "",
    foreignMark: attributes.find(({ key }) => key === "badge")?.mark?.id ?? "",
    state: await acme.database.state(),
  };
}
