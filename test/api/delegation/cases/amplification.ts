import type { Act } from "../../../../src/api/delegation/types.js";
import {
  give,
  held,
  inDays,
  invitation,
  invite,
  limited,
  may,
  person,
  role,
  take,
  to,
  type Given,
} from "../../../support/facts.js";
import { example, type Case } from "../../../support/guard-cases.js";

const holding = (...assignments: Parameters<typeof person>[1]): Given =>
  limited({ mode: "hold" }, { people: [person("mary", ["manager", ...assignments])] });
const more = "refused: more_than_you_have";
const beyond = "refused: beyond_your_own_end";
const pay = give("bob", to("billing"));
const shareDocument = give("bob", to("biller", "document:1"));
const biller = role("biller", ["bill:pay"], { resource: "document" });
const sharing = (...assignments: Parameters<typeof person>[1]): Given => ({
  ...holding(...assignments),
  delegations: [may({ mode: "hold", roles: ["biller", "billing"] })],
  roles: [biller],
});

const permissions: readonly Case[] = [
  example("a permission that the actor lacks", pay, more, holding()),
  example("in a promise", invite("new@acme.test", to("billing")), more, holding()),
  example("in a new link", { act: "renew", invitation: "i1", expires: inDays(9) } satisfies Act, more, {
    ...holding(),
    invitations: [invitation({ grants: [to("billing")] })],
  }),
  example("in a role whose end moves", give("eve", to("billing")), more, {
    ...limited({ mode: "hold" }, { people: [person("eve", [held("billing", null, { ends: inDays(1) })])] }),
  }),
  example("that follows from a role elsewhere", give("bob", to("folder-editor", "folder:1")), more, {
    ...limited(
      { mode: "hold" },
      {
        people: [person("mary", ["manager", held("folder-editor", "folder:1")])],
        roles: [readOnlyManager()],
      },
    ),
  }),
  example("that the actor will have", pay, more, holding(held("billing", null, { begins: inDays(1) }))),
  example("that the actor had", pay, more, holding(held("billing", null, { ends: inDays(0) }))),
  example("that the actor has not as long", pay, "needs: beyond_your_own_end", {
    ...holding(held("billing", null, { ends: inDays(9) })),
  }),
  example("nor until after its end", give("bob", to("billing", null, inDays(10))), beyond, {
    ...holding(held("billing", null, { ends: inDays(9) })),
  }),
  example(
    "that the actor has on another document",
    shareDocument,
    more,
    sharing(held("biller", "document:2")),
  ),
  example("that the actor has on one document, for the whole tenant", pay, more, {
    ...sharing(held("biller", "document:1")),
  }),
  example(
    "a permission held as long as it is given",
    give("bob", to("billing", null, inDays(9))),
    "allowed",
    {
      ...holding(held("billing", null, { ends: inDays(9) })),
    },
  ),
  example(
    "a permission held on that document",
    shareDocument,
    "allowed",
    sharing(held("biller", "document:1")),
  ),
  example(
    "a permission held in the whole tenant, on a document",
    shareDocument,
    "allowed",
    sharing("billing"),
  ),
  example("taking is no amplification", take("eve", "billing"), "allowed", {
    ...limited({ mode: "hold" }, { people: [person("eve", ["billing"])] }),
  }),
];

/** May edit folders, and no documents. */
function readOnlyManager() {
  return role("manager", ["document:read", "folder:edit"]);
}

export const amplification = { "hold: permissions": permissions };
