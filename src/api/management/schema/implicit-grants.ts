import { sql } from "kysely";
import { operation, type Call } from "../operation.js";
import { addDerivation, DerivationSettings, DerivedRule, removeDerivation, suppress } from "./derivations.js";
import { resourceOf, roleNamed } from "./names.js";
import { derivationBody, derivations } from "./role-view.js";

/** Derivations one at a time: whoever has a role on a related instance has this one, too. */

const path = "/v2/schema/{proj_id}/{env_id}/resources/{resource_id}/roles/{role_id}/implicit_grants";

async function roleOf(call: Call) {
  const resource = await resourceOf(call);
  const role = await roleNamed(call, resource, call.params["role_id"] ?? "");
  Object.assign(call.about, { target: role, after: call.body });
  return { resource, role };
}

export const implicitGrantOperations = [
  operation({
    route: `POST ${path}`,
    action: "role.derive",
    changesRules: true,
    body: DerivedRule,
    run: async (call) => {
      const { resource, role } = await roleOf(call);
      const id = await addDerivation(call, resource, role, call.body);
      const { rows } = await sql<{ body: object }>`select ${derivationBody} as body from ${derivations}
        where d.environment_id = ${call.environment} and d.id = ${id}`.execute(call.trx);
      return rows[0]?.body ?? {};
    },
  }),
  operation({
    route: `DELETE ${path}`,
    action: "role.end-derivation",
    changesRules: true,
    body: DerivedRule,
    run: async (call) => {
      const { resource, role } = await roleOf(call);
      await removeDerivation(call, resource, role, call.body);
      return null;
    },
  }),
  operation({
    route: `PUT ${path}/conditions`,
    action: "role.set-derivation-conditions",
    changesRules: true,
    body: DerivationSettings,
    run: async (call) => {
      const { role } = await roleOf(call);
      await suppress(call, role, call.body.no_direct_roles_on_object);
      return call.body;
    },
  }),
];
