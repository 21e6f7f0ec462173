import { z } from "@hono/zod-openapi";
import { query } from "../endpoint.js";
import { notFound } from "../errors.js";
import { unended } from "../delegation/holdings.js";
import type { Context } from "../request-context.js";
import { reasonsOf, toReason } from "../settle.js";
import { readAuditPage } from "../store/audit.js";
import { instancesBy } from "../store/instances.js";
import { refusedVerbs, rolesToGive, withHelp } from "./abilities.js";
import { PersonDetail } from "./contract.js";
import { describeEntry } from "./history.js";
import { choicesAt, viewInstance } from "./instance-view.js";
import { viewPerson } from "./person-view.js";
import { describeWay, waysOf } from "./ways.js";

export const showPerson = query({
  route: "GET /people/{user}",
  summary: "One person: profile, attributes, every role and how it is held, what may be changed",
  elements: ["user-management", "role-assignment"],
  query: z.strictObject({}),
  answer: PersonDetail,
  concerns: (_, { user = "" }) => ({ users: z.uuid().safeParse(user).success ? [user] : [] }),
  run: (context, _, { user = "" }) => personDetail(context, user),
});

export async function personDetail(context: Context, user: string): Promise<PersonDetail> {
  const { rules, facts, visible } = context;
  const person = context.people.get(user);
  if (!person || person.status === "absent") throw notFound();
  const roles = rolesToGive(context);
  const refused = refusedVerbs(context, roles);
  const helped = await withHelp(context, roles);
  const places = unended(person, facts.now).flatMap(({ role, place }) =>
    place !== null && visible.has(role) ? [place] : [],
  );
  const ways = waysOf(facts, person).filter(({ role }) => visible.has(role));
  const instances = await instancesBy(context.trx, [
    ...new Set([...places, ...ways.flatMap(({ via }) => via?.place ?? [])]),
  ]);
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
    choices: choicesAt(context, person, helped, null),
    instances: [...instances.values()]
      .filter(({ place }) => places.includes(place))
      .map((instance) => ({
        instance: viewInstance(instance),
        choices: choicesAt(context, person, helped, instance.place),
      })),
    held: ways.map((way) => ({ instance: way.place, ...describeWay(context, instances, way) })),
    history: mayReadAudit
      ? (await readAuditPage(context.trx, { target: user, outcome: "done" }, null, 20)).map((entry) =>
          describeEntry(context, entry),
        )
      : null,
  };
}
