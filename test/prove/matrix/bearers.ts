import { randomUUID } from "node:crypto";
import { signOperator } from "../../../src/api/sessions/operator-tokens.js";
import { elementTypes, type ElementType } from "../../../src/api/wire.js";
import { asHost, sessionKeyOf } from "../../support/acme.js";
import { forgeries } from "../../support/forgeries.js";
import type { Scene } from "./scene.js";

/** Who asks: with which kind of token, of which tenant. Acme is the one that everything named lies in. */
export interface Bearer {
  kind: "element" | "operator" | "host" | "key" | "dead";
  name: string;
  element?: ElementType;
  tenant: "own" | "other" | "absent";
  headers: Record<string, string>;
}

export async function everyBearer({ acme, apiKey, checkpoint, invitationToken }: Scene): Promise<Bearer[]> {
  const bearing = (token: string) => ({ authorization: `Bearer ${token}` });
  const dead = (name: string, token: string): Bearer => ({
    ...{ kind: "dead", name, tenant: "own", headers: bearing(token) },
  });
  const { token: good } = (await acme.as("maria")).session;
  const all: Bearer[] = [
    { kind: "dead", name: "nothing", tenant: "own", headers: {} },
    dead("a forged session", (await forgeries["signed by another key"]?.(acme, good)) ?? ""),
    dead("an expired session", (await forgeries["that has run out"]?.(acme, good)) ?? ""),
    dead("an invitation link", invitationToken),
    dead("a checkpoint", checkpoint),
    { kind: "key", name: "an API key", tenant: "own", headers: bearing(apiKey) },
  ];
  const tenants = [
    ["own", "maria", acme.tenants["acme"] ?? ""],
    ["other", "gloria", acme.tenants["globex"] ?? ""],
    ["absent", "maria", randomUUID()],
  ] as const;
  const key = await sessionKeyOf(acme.database);
  for (const [tenant, user, id] of tenants) {
    for (const element of elementTypes) {
      const { token } = (await acme.forge(user, { type: element, tenant: id })).session;
      all.push({ kind: "element", name: element, element, tenant, headers: bearing(token) });
    }
    const claims = {
      type: "role-assignment",
      instance: tenant === "other" ? "document:harbour" : "document:42",
      tenant: id,
    };
    const { token } = (await acme.forge(user, claims)).session;
    const name = "role-assignment, of one instance";
    all.push({ kind: "element", name, element: "role-assignment", tenant, headers: bearing(token) });
    const operator = { environment: acme.environment, tenant: id, apiKey: null, name: "Vera" };
    const session = await signOperator(key, operator, new Date());
    all.push({ kind: "operator", name: "operator", tenant, headers: bearing(session.token) });
    const host = { own: "acme", other: "globex", absent: "nowhere" }[tenant];
    all.push({ kind: "host", name: "the host's own session", tenant, headers: asHost("maria", host) });
  }
  return all;
}
