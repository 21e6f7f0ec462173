import type { Asked } from "./asked.js";
import { matches, matchesResources, matchesUsers, notJudged } from "./attribute-rules.js";
import type { CompiledRule } from "./condition-sets.js";
import { inWords } from "./in-words.js";
import type { CompiledSchema } from "./schema.js";
import type { Debug } from "./types.js";

type Abac = NonNullable<Debug["abac"]>;

/** Of the rules about the resource type; a role or a type that stands for a set goes by its own key. */
export function explainAttributes(schema: CompiledSchema, asked: Asked): Abac {
  const { type, key, tenant } = asked.query.resource;
  const action = schema.types.get(type)?.actions.get(asked.query.action);
  const reason = notJudged(asked) ?? (action ? undefined : "the action is unknown");
  if (reason !== undefined || !action)
    return {
      allow: false,
      code: "disabled",
      reason: `Rules on attributes were not judged: ${reason ?? ""}.`,
    };
  const allowing = action.rules.filter((rule) => matches(rule, schema, asked));
  if (allowing.length) {
    const names = allowing.map(
      (rule) => `${usersOf(schema, rule)} > ${action.permission} > ${resourcesOf(rule)}`,
    );
    const said = `Rule ${inWords(names)} allows user '${asked.query.user.key}' this.`;
    return { allow: true, code: "allow", reason: said, allowing_rules: names };
  }
  const all = [...(schema.types.get(type)?.actions.values() ?? [])].flatMap(({ rules }) => rules);
  const users = named(
    all.filter((rule) => matchesUsers(rule, schema, asked)).map((rule) => usersOf(schema, rule)),
  );
  const resources = named(all.filter((rule) => matchesResources(rule, asked)).map(resourcesOf));
  const matching = { matching_usersets: users, matching_resourcesets: resources };
  const what = `'${type}${key === null || key === undefined ? "" : `:${key}`}' in tenant '${tenant ?? ""}'`;
  if (!users.length)
    return deny("no_matching_usersets", `User '${asked.query.user.key}' is in no user set.`, matching);
  if (!resources.length) return deny("no_matching_resourcesets", `${what} is in no resource set.`, matching);
  return deny(
    "no_matching_rules",
    `No rule lets these user sets do '${action.permission}' to ${what}.`,
    matching,
  );
}

const deny = (code: Abac["code"], reason: string, more: Partial<Abac>): Abac => ({
  allow: false,
  code,
  reason,
  ...more,
});

const usersOf = (schema: CompiledSchema, { users }: CompiledRule) =>
  "set" in users ? users.set.key : (schema.roles.get(users.role)?.key ?? users.role);

const resourcesOf = ({ resources }: CompiledRule) =>
  "set" in resources ? resources.set.key : resources.resource;

const named = (keys: readonly string[]) => [...new Set(keys)].sort();
