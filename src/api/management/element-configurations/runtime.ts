import { sql } from "kysely";
import { z } from "zod";
import { liveAssignments } from "../../delegation/holdings.js";
import { judgeWatching, type Context } from "../../request-context.js";
import { elementTypes } from "../../wire.js";
import type { ConfigurationRow } from "./configurations.js";
import { elementOperation, reading } from "./element-operation.js";
import { levels } from "./levels.js";

const path = "/v2/elements/{proj_id}/{env_id}/config/{elements_config_id}";

/** Of an instance: `type:key`, or its id. */
export const OfInstance = { resource_instance_id: z.string().min(1).max(400).optional() };

export const runtimeOperations = [
  elementOperation({
    route: `GET ${path}/runtime`,
    elements: elementTypes,
    query: z.looseObject(OfInstance),
    run: (call) =>
      reading(
        call,
        (context) =>
          Promise.resolve({
            config: shownTo(context, call.configuration.body),
            current_permission_level: levelOf(context),
          }),
        { watching: false },
      ),
  }),
  /** The page of an element says that it has been opened. */
  elementOperation({
    route: `POST ${path}/data/active`,
    elements: elementTypes,
    run: async (call) => {
      await reading(call, () => Promise.resolve(null));
      const { environment, configuration } = call;
      await call.server.store.asOwner({ environment, tenant: null }, (trx) =>
        sql`update element_configuration set is_active = true
          where environment_id = ${environment} and id = ${configuration.id} and not is_active`.execute(trx),
      );
      return null;
    },
  }),
];

/**
 * The best level among the roles that whoever asks holds in the tenant, or on the instance in question; roles that are
 * on none count for nothing.
 */
export function levelOf({ actor, facts, configuration, claims }: Context): string {
  const counting = actor.status === "active" ? liveAssignments(actor, facts.now) : [];
  const held = new Set(
    counting.filter(({ place }) => place === null || place === claims.instance).map(({ role }) => role),
  );
  const own = configuration.levels.filter(({ role }) => held.has(role)).map(({ level }) => level);
  return levels.find((level) => own.includes(level)) ?? "UNCONFIGURED";
}

/** Only the roles that the element shows this user, and nothing of where the host is told what happens. */
function shownTo(context: Context, config: ConfigurationRow["body"]): object {
  const { visible, claims } = context;
  const mayWatch = judgeWatching(context, claims.instance).decision.outcome === "allowed";
  const shown = Object.entries(config.roles_to_levels).map(([level, roles]) => [
    level,
    roles.filter(({ id }) => mayWatch && visible.has(id)),
  ]);
  return { ...config, roles_to_levels: Object.fromEntries(shown) as object, webhook: null };
}
