import { z } from "@hono/zod-openapi";
import { command, type Outcome } from "../endpoint.js";
import type { Act } from "../delegation/types.js";
import { invalidFields, notFound, Refused } from "../errors.js";
import { openContext, type Context } from "../request-context.js";
import { checkValue } from "../attribute-values.js";
import { EditAnswer, EditAttributesInput, EditProfileInput } from "./contract.js";
import { refuse } from "../people/person-rows.js";
import { staleReason, staleRefusal } from "../people/stale.js";
import { personDetail } from "../people/show-person.js";

const concerns = (_: unknown, { user = "" }: Record<string, string>) => ({
  users: z.uuid().safeParse(user).success ? [user] : [],
});

export const editProfile = command({
  route: "PATCH /people/{user}/profile",
  summary: "Edit a person's profile in this tenant",
  action: "user.edit-profile",
  elements: ["user-management"],
  input: EditProfileInput,
  answer: EditAnswer,
  concerns,
  run: async (context, { name, title, phone, ...how }, { user = "" }) => {
    const profile = Object.fromEntries(
      Object.entries({ name, title, phone }).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value || null]],
      ),
    );
    const act = { act: "edit-profile" as const, user, profile };
    return edit(context, user, how, Object.keys(profile).length > 0 ? act : null);
  },
});

export const editAttributes = command({
  route: "PATCH /people/{user}/attributes",
  summary: "Edit a person's attributes in this tenant; each is checked against its definition",
  action: "user.edit-attributes",
  elements: ["user-management"],
  input: EditAttributesInput,
  answer: EditAnswer,
  concerns,
  run: async (context, { attributes, ...how }, { user = "" }) => {
    const fields = Object.entries(attributes).flatMap(([key, value]) => {
      const definition = context.rules.attributes.find((each) => each.key === key);
      const fault = definition
        ? value !== null && checkValue(definition, value)
        : "There is no such attribute.";
      return fault ? [{ path: `attributes.${key}`, message: fault }] : [];
    });
    if (fields.length > 0) {
      throw invalidFields(
        fields,
        fields.map(({ message }) => message),
      );
    }
    const act = { act: "edit-attributes" as const, user, attributes };
    return edit(context, user, how, Object.keys(attributes).length > 0 ? act : null);
  },
});

/** An act of `null` is an edit that says nothing: it is neither judged nor recorded. */
async function edit(
  context: Context,
  user: string,
  { version, dry_run }: { version?: number | undefined; dry_run?: boolean | undefined },
  act: Act | null,
): Promise<Outcome<EditAnswer>> {
  const person = context.people.get(user);
  if (!person) throw notFound();
  if (version !== undefined && version !== person.version) {
    const reason = await staleReason(context, person, version);
    const current = await personDetail(context, user);
    const stale = new Refused("stale", reason.message, { current, reasons: [reason] });
    if (!dry_run) throw stale;
    return {
      judgements: [refuse(staleRefusal(person))],
      refusal: () => stale,
      answer: (_, explain) => ({ ...current, ...explain() }),
    };
  }
  return {
    judgements: act ? [context.judge(act)] : [],
    // Read again, as it now is, in the same transaction.
    answer: async (_, explain) => {
      const { server, trx, claims, requestId } = context;
      const facts = { bulk: 0, justification: null };
      const now = await openContext(server, trx, claims, requestId, { users: [user] }, facts);
      return { ...(await personDetail(now, user)), ...explain() };
    },
  };
}
