import { sql } from "kysely";
import { elementKinds } from "../element-kinds.js";
import { configurationRows, type ConfigurationRow } from "./configurations.js";
import { claimsIn, elementNamed, type ElementCall } from "./element-operation.js";
import type { Settings } from "./element-types.js";

/**
 * The session in which this user would answer requests: whoever may review is told by the levels of an element that
 * manages users or approvals. For an element in which roles are asked for, that is the one that the settings link it
 * to; without a link, the environment's first element of approvals, else of user management. `null`: there is none, or
 * the session was opened for one element alone that doesn't review.
 */
export async function reviewing(call: ElementCall): Promise<ElementCall | null> {
  const { session } = call.bearer;
  if (session !== null) return session.verbs.includes("request.review") ? call : null;
  const configuration = await reviewingElement(call);
  if (configuration === null) return null;
  const verbs = [...new Set([...elementKinds[configuration.type].verbs, "request.review" as const])];
  const claims = await claimsIn(call.server, call.bearer, configuration, null, verbs);
  return { ...call, configuration, claims };
}

async function reviewingElement(call: ElementCall): Promise<ElementCall["configuration"] | null> {
  const { configuration, server, environment } = call;
  if (configuration.type !== "access-request") return configuration;
  const { rows } = await server.store.asOwner({ environment, tenant: null }, (trx) =>
    sql<
      ConfigurationRow & { type: string }
    >`select x.id, x.key, x.body, x.type from (${configurationRows(call)}) x
      where x.type in ('approvals', 'user-management') order by x.type, x.created_at, x.id`.execute(trx),
  );
  const isNamed = (name: Settings[string] | undefined, { id, key }: Pick<ConfigurationRow, "id" | "key">) =>
    name === id || name === key;
  const linked =
    rows.find((each) => isNamed(configuration.body.settings["selectedUserManagementElement"], each)) ??
    rows.find(({ body }) => isNamed(body.settings["approvalFlowElement"], configuration)) ??
    rows[0];
  return linked ? elementNamed(server, call, linked.id) : null;
}
