import type { Definition, Permit } from "../../../src/api/index.js";
import type { Chance } from "../../support/random-input.js";
import { guests, live, someDelegation, someGuardrails } from "./tenants.js";

/** The vendor's own acts, by the door of its backend: each method of a permit, or the run fails by its name. */

/** What must be said to be meant, where these limits are written. */
export type Meant = (written: NonNullable<Definition["delegations"]>) => NonNullable<Definition["meant"]>;
type Act = (permit: Permit, chance: Chance, meant: Meant) => Promise<unknown>;

export const operatorActs: Readonly<Record<string, Act>> = {
  define(permit, chance, meant) {
    const delegations = chance.happens(0.7) ? [someDelegation(chance)] : [];
    return permit.define({
      delegations,
      meant: chance.happens(0.9) ? meant(delegations) : {},
      ...(chance.happens(0.5) && {
        tenants: { [chance.of(live)]: { name: "Another name", guardrails: someGuardrails(chance) } },
      }),
    });
  },
  operatorSession: (permit, chance) =>
    permit.operatorSession({ name: "Vera of the vendor", tenant: chance.of([...live, "nowhere"]) }),
  checkpoint: (permit) => permit.checkpoint(),
  createApiKey: (permit, chance) =>
    permit.createApiKey({ name: "another", level: chance.of(["organization", "environment"] as const) }),
  importPeople(permit, chance) {
    const tenant = chance.of(live);
    const key = chance.happens(0.5) ? chance.of(guests).key : `ana-${tenant}`;
    const role = chance.of(["viewer", "editor", "manager", "owner", "billing", "support"]);
    const ends = chance.happens(0.4)
      ? new Date(Date.now() + chance.of([1, 20, 400]) * 86_400_000)
      : undefined;
    return permit.importPeople(tenant, [
      { key, status: chance.of(["active", "active", "suspended"]), roles: [{ role, ...(ends && { ends }) }] },
    ]);
  },
};

/** What a permit can do besides answering requests. */
const noActs = ["fetch", "health", "close"];
export const operatorMethods = (permit: Permit): string[] =>
  Object.entries(permit).flatMap(([name, value]) =>
    typeof value === "function" && !noActs.includes(name) ? [name] : [],
  );
