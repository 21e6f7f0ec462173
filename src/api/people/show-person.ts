import { z } from "@hono/zod-openapi";
import { query } from "../endpoint.js";
import { notFound } from "../errors.js";
import { holdings } from "../delegation/holdings.js";
import type { Context } from "../request-context.js";
import { reasonsOf, toReason } from "../settle.js";
import { readAuditPage } from "../store/audit.js";
import { refusedVerbs, roleChoice, rolesOf, withHelp } from "./abilities.js";
import { PersonDetail } from "./contract.js";
import { describeEntry } from "./history.js";
import { viewHeld, viewPerson } from "./person-view.js";

export const showPerson = query({
  route: "GET /people/{user}",
  summary: "One person: profile, attributes, every role and how it is held, what may be changed",
  elements: ["user-management"],
  query: z.strictObject({}),
  answer: PersonDetail,
  concerns: (_, { user = "" }) => ({ users: z.uuid().safeParse(user).success ? [user] : [] }),
  run: (context, _, { user = "" }) => personDetail(context, user),
});

export async function personDetail(context: Context, user: string): Promise<PersonDetail> {
  const { rules, facts, visible } = context;
  const person = context.people.get(user);
  if (!person || person.status === "absent") throw notFound();
  const roles = rolesOf(context);
  const refused = refusedVerbs(context, roles);
  const helped = new Map((await withHelp(context, roles)).map((role) => [role.id, role.cannot_give]));
  const mayReadAudit = context.judge({ act: "audit.read" }).decision.outcome === "allowed";
  return {
    person: viewPerson(context, person, refused),
    profile: {
      name: person.profile.name ?? null,
      title: person.profile.title ?? null,
      phone: person.profile.phone ?? null,
    },
    attributes: Object.fromEntries(
      rules.attributes
        .filter(({ key }) => Object.hasOwn(person.attributes, key))
        .map(({ key }) => [key, person.attributes[key]]),
    ),
    definitions: rules.attributes.map(({ key, label, description, type, choices }) => {
      const reasons = reasonsOf(
        context.judge.peek({ act: "edit-attributes", user, attributes: { [key]: null } }, person),
      );
      const first = reasons.find(({ needs }) => needs !== "justification");
      return { key, label, description, type, choices, cannot_edit: first ? toReason(first) : null };
    }),
    choices: roles
      .filter(({ resource }) => resource === null)
      .map(({ id }) => {
        const held = person.assignments.find(({ role, place }) => role === id && place === null);
        const choice = roleChoice(context, person, id);
        const help = helped.get(id);
        return {
          role: id,
          held: held ? viewHeld(held, facts.now) : null,
          cannot_give: choice.cannot_give && {
            ...choice.cannot_give,
            ...(help?.people && { people: help.people }),
          },
          cannot_take: choice.cannot_take,
        };
      }),
    held: heldBy(context, user).filter(({ role }) => visible.has(role)),
    history: mayReadAudit
      ? (await readAuditPage(context.trx, { target: user, outcome: "done" }, null, 20)).map((entry) =>
          describeEntry(context, entry),
        )
      : null,
  };
}

/** Every role, however it is held: directly, by a role it extends, or derived from a related instance. */
function heldBy({ facts, rules, people }: Context, user: string): PersonDetail["held"] {
  const person = people.get(user);
  if (!person) return [];
  const { direct, derived } = holdings(facts, { ...person, status: "active" });
  const view = (
    assignment: { role: string; place: string | null; begins: number; ends: number | null },
    how: "direct" | "derivation",
    via: string | null,
  ) => {
    const { begins_at, ends_at } = viewHeld(assignment, facts.now);
    return { role: assignment.role, instance: assignment.place, how, via, begins_at, ends_at };
  };
  const related = [...derived.values()].map((each) => {
    const rule = facts.derivations.find(
      ({ role, links }) => role === each.role && links.some(({ object }) => object === each.place),
    );
    const link = rule?.links.find(({ object }) => object === each.place);
    return view(
      each,
      "derivation",
      rule && link ? `${rules.roles.get(rule.from)?.name} on ${link.subject}` : null,
    );
  });
  return [...[...direct.values()].map((each) => view(each, "direct", null)), ...related];
}
