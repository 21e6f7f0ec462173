import { sql } from "kysely";
import { z } from "zod";
import { pageOf, Paging } from "../collection.js";
import { invalidAt } from "../fault.js";
import { operation, type Operation } from "../operation.js";
import { asId, reach, requireAccess, requireLevel } from "../scope.js";
import { endInvitationsOf } from "./key-invitations.js";
import { makeKey } from "../api-keys.js";
import { environmentKey, rotate } from "./key-secrets.js";
import { keyRows, keyView, requireKey } from "./key-view.js";

const Level = z.enum(["org", "project", "env"]);
const levels = { org: "organization", project: "project", env: "environment" } as const;
const Name = z.string().min(1).max(200);

const KeyCreate = z.object({
  organization_id: Name,
  project_id: Name.nullish(),
  environment_id: Name.nullish(),
  object_type: Level.nullish().transform((given) => given ?? "env"),
  access_level: z
    .enum(["admin", "write", "read"])
    .nullish()
    .transform((given) => given ?? "admin"),
  owner_type: z
    .enum(["pdp_config", "member", "elements"])
    .nullish()
    .transform((given) => given ?? "member"),
  name: z.string().trim().max(200).nullish(),
  /** Ours: when it stops, ISO 8601. */
  expires_at: z.iso.datetime({ offset: true }).nullish(),
});

const week = 7 * 24 * 3600;
/** Ours: for how many seconds the old secret goes on. */
const Rotation = z.object({ overlap_seconds: z.number().int().min(0).max(week).nullish() });

export const keyOperations: readonly Operation[] = [
  operation({
    route: "GET /v2/api-key/scope",
    action: null,
    run: ({ key }) =>
      Promise.resolve({
        organization_id: key.organization,
        project_id: key.project,
        environment_id: key.environment,
      }),
  }),
  environmentKey,
  operation({
    route: "GET /v2/api-key",
    access: "admin",
    action: null,
    query: z.object({ ...Paging, object_type: Level.optional(), proj_id: Name.optional() }),
    run: async (call) => {
      const { object_type, proj_id, ...paging } = call.query;
      const conditions = [
        ...(object_type === undefined ? [] : [sql`x.object_type = ${object_type}`]),
        ...(proj_id === undefined
          ? []
          : [
              sql`x.project_id in (select id from project where organization_id = ${call.key.organization}
                and (id = ${asId(proj_id)} or key = ${proj_id}))`,
            ]),
      ];
      return pageOf(call, keyRows(call), conditions, paging, true);
    },
  }),
  operation({
    route: "POST /v2/api-key",
    access: "admin",
    action: "api-key.create",
    body: KeyCreate,
    run: async (call) => {
      const { key, trx, body } = call;
      const { object_type, access_level } = body;
      requireLevel(key, levels[object_type]);
      requireAccess(key, access_level);
      const given = placeGiven(body);
      const { project, environment } = await reach(trx, key, { org_id: body.organization_id, ...given });
      const expires = body.expires_at ? new Date(body.expires_at) : null;
      if (expires && expires.getTime() <= Date.now())
        throw invalidAt(["body", "expires_at"], "is over already");
      const made = await makeKey(trx, call.server.apiKeySecret, {
        organization: key.organization,
        project: project === "" ? null : project,
        environment: environment === "" ? null : environment,
        name: body.name || "API key",
        access: access_level,
        owner: body.owner_type,
        expires,
      });
      call.about = {
        target: made.id,
        after: { object_type, access_level, expires: expires?.toISOString() ?? null },
        people: { target: body.name || "API key" },
      };
      return keyView(call, made.id, made.secret);
    },
  }),
  operation({
    route: "GET /v2/api-key/{api_key_id}",
    access: "admin",
    action: null,
    run: async (call) => keyView(call, await requireKey(call, call.params["api_key_id"] ?? "")),
  }),
  operation({
    route: "DELETE /v2/api-key/{api_key_id}",
    access: "admin",
    action: "api-key.delete",
    run: async (call) => {
      const id = await requireKey(call, call.params["api_key_id"] ?? "");
      await sql`update api_key set deleted_at = clock_timestamp(), former_hash = null, former_until = null
        where id = ${id}`.execute(call.trx);
      await endInvitationsOf(call, id);
      call.about.target = id;
      return null;
    },
  }),
  operation({
    route: "POST /v2/api-key/{api_key_id}/rotate-secret",
    access: "admin",
    action: "api-key.rotate",
    body: Rotation,
    run: async (call) => {
      const id = await requireKey(call, call.params["api_key_id"] ?? "");
      const overlap = call.body.overlap_seconds ?? 0;
      const secret = await rotate(call, id, overlap);
      call.about = { target: id, after: { overlap_seconds: overlap } };
      return keyView(call, id, secret);
    },
  }),
];

/** The names of project and environment that a key of this level needs, and may not have besides. */
function placeGiven({ object_type, project_id, environment_id }: z.output<typeof KeyCreate>) {
  const needs = { project_id: object_type !== "org", environment_id: object_type === "env" };
  for (const [field, isNeeded] of Object.entries(needs)) {
    const given = field === "project_id" ? project_id : environment_id;
    if (isNeeded !== (given !== undefined && given !== null))
      throw invalidAt(
        ["body", field],
        `${isNeeded ? "is needed" : "may not be given"} for a key of this object_type`,
      );
  }
  return {
    ...(project_id != null && { proj_id: project_id }),
    ...(environment_id != null && { env_id: environment_id }),
  };
}
