import { sql } from "kysely";
import { z } from "zod";
import { readViews } from "../../store/leaks.js";
import { find } from "../collection.js";
import { judgeLeaks } from "../define-leaks.js";
import { invalidAt } from "../fault.js";
import { announceRules, lockEnvironment, operation, type Call } from "../operation.js";
import { reach, requireAccess } from "../scope.js";
import { copySchema, refuseConflicts } from "./copy-schema.js";
import { CopyScope, select } from "./copy-selection.js";
import { environments, withoutMail } from "./environments.js";
import { EnvironmentCreate, makeEnvironment } from "./make-environment.js";

const EnvironmentCopy = z.object({
  target_env: z.object({ existing: z.string().min(1).max(200).nullish(), new: EnvironmentCreate.nullish() }),
  conflict_strategy: z.enum(["fail", "overwrite"]).default("fail"),
  scope: CopyScope,
});

/** Copies rules to another environment of the same project, a new one or one that is there: never people, tenants, keys. */
export const copyEnvironment = operation({
  route: "POST /v2/projects/{proj_id}/envs/{env_id}/copy",
  level: "project",
  action: "environment.copy",
  body: EnvironmentCopy,
  run: async (call) => {
    const { trx, environment: from, body } = call;
    const to = await targetOf(call);
    if (to === from) throw invalidAt(["body", "target_env", "existing"], "is the environment itself");
    const selection = await select(trx, from, body.scope);
    await lockEnvironment(trx, to, true);
    await settle(call, to);
    const before = await readViews(trx, null);
    await refuseConflicts(trx, { from, to }, selection, body.conflict_strategy === "overwrite");
    await copySchema(trx, { from, to }, selection);
    await judgeLeaks(trx, before, { saved: new Set(), paths: [], attributes: [] });
    await announceRules(trx, to);
    await settle(call, from);
    call.about = {
      target: to,
      after: { conflict_strategy: body.conflict_strategy, scope: body.scope },
    };
    const { body: copied } = await find(environments, call, to);
    return Response.json(withoutMail(copied), { status: 201, headers: { "cache-control": "no-store" } });
  },
});

async function targetOf(call: Call<unknown, z.output<typeof EnvironmentCopy>>): Promise<string> {
  const { existing, new: made } = call.body.target_env;
  if ((existing == null) === (made == null))
    throw invalidAt(["body", "target_env"], "needs either an existing environment or a new one");
  if (existing != null) {
    const place = { proj_id: call.project, env_id: existing };
    return (await reach(call.trx, call.key, place)).environment;
  }
  requireAccess(call.key, "admin");
  return makeEnvironment(call, call.project, made as z.output<typeof EnvironmentCreate>);
}

/** What judges rules reads those of the environment that the transaction is in. */
async function settle({ trx }: Call, environment: string): Promise<void> {
  await sql`select set_config('permit.environment', ${environment}, true)`.execute(trx);
}
