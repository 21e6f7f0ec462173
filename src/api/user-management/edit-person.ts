import { z } from "@hono/zod-openapi";
import { command, type Outcome } from "../endpoint.js";
import type { Act } from "../delegation/types.js";
import { invalidFields, notFound, Refused } from "../errors.js";
import { openContext, type Context } from "../request-context.js";
import { checkValue } from "./attribute-values.js";
import { PersonDetail } from "../people/contract.js";
import { EditAttributesInput, EditProfileInput } from "./contract.js";
import { staleReason } from "../people/stale.js";
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
  answer: PersonDetail,
  concerns,
  run: async (context, { version, name, title, phone }, { user = "" }) => {
    const profile = Object.fromEntries(
      Object.entries({ name, title, phone }).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value || null]],
      ),
    );
    const act = { act: "edit-profile" as const, user, profile };
    return edit(context, user, version, Object.keys(profile).length > 0 ? act : null);
  },
});

export const editAttributes = command({
  route: "PATCH /people/{user}/attributes",
  summary: "Edit a person's attributes in this tenant; each is checked against its definition",
  action: "user.edit-attributes",
  elements: ["user-management"],
  input: EditAttributesInput,
  answer: PersonDetail,
  concerns,
  run: async (context, { version, attributes }, { user = "" }) => {
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
    return edit(context, user, version, Object.keys(attributes).length > 0 ? act : null);
  },
});

/** An act of `null` is an edit that says nothing: it is neither judged nor recorded. */
async function edit(
  context: Context,
  user: string,
  version: number | undefined,
  act: Act | null,
): Promise<Outcome<PersonDetail>> {
  const person = context.people.get(user);
  if (!person) throw notFound();
  if (version !== undefined && version !== person.version) {
    const reason = await staleReason(context, person, version);
    throw new Refused("stale", reason.message, {
      current: await personDetail(context, user),
      reasons: [reason],
    });
  }
  return {
    judgements: act ? [context.judge(act)] : [],
    // Read again, as it now is, in the same transaction.
    answer: async () => {
      const { server, trx, claims, requestId } = context;
      return personDetail(
        await openContext(
          server,
          trx,
          claims,
          requestId,
          { users: [user] },
          { bulk: 0, justification: null },
        ),
        user,
      );
    },
  };
}
