import type { Act, Delegation } from "../../../../src/api/delegation/types.js";
import {
  day,
  give,
  held,
  inDays,
  invitation,
  invite,
  limited,
  person,
  take,
  to,
  type Given,
} from "../../../support/facts.js";
import { example, type Case } from "../../../support/guard-cases.js";

const editor = give("bob", to("editor"));
const newcomer = invite("new@acme.test", to("editor"));
const eve = person("eve", [held("editor", null, { ends: inDays(2) })]);
const waiting: Given = { invitations: [invitation()] };

const lasting = (time: Partial<Delegation["time"]>, more: Given = {}) =>
  limited({ time: { mustEnd: false, longest: null, ...time } }, more);
const until = (days: number) => give("bob", to("editor", null, inDays(days)));
const month = { longest: 30 * day };

const time: readonly Case[] = [
  example("a grant without end where grants must end", editor, "needs: must_end", lasting({ mustEnd: true })),
  example("a promise without end there", newcomer, "needs: must_end", lasting({ mustEnd: true })),
  example("a longest time asks for an end too", editor, "needs: must_end", lasting(month)),
  example("a grant beyond the longest", until(31), "refused: too_long", lasting(month)),
  example("extending counts from now", give("eve", to("editor", null, inDays(31))), "refused: too_long", {
    ...lasting(month, { people: [eve] }),
  }),
  example("a grant up to the longest", until(30), "allowed", lasting(month)),
  example("a grant with an end where grants must end", until(400), "allowed", lasting({ mustEnd: true })),
  example("shortening is no grant", give("bob", to("viewer", null, inDays(300))), "allowed", lasting(month)),
];

const counting = (counts: Partial<Delegation["counts"]>, more: Given = {}) => limited({ counts }, more);
const bulkOf = (bulk: number): Given => ({ counts: { bulk } });
const thisHour = (grantsLastHour: number): Given => ({ counts: { grantsLastHour } });
const oneEditor = { holders: new Map([["editor", 1]]) };
const renewExpired: Act = { act: "renew", invitation: "i1", expires: inDays(9) };
const expired: Given = { invitations: [invitation({ expires: inDays(-1) })] };

const invitations: readonly Case[] = [
  example(
    "one too many",
    newcomer,
    "refused: too_many_open_invitations",
    counting({ openInvitations: 1 }, waiting),
  ),
  example("one that is opened again", renewExpired, "refused: too_many_open_invitations", {
    ...counting({ openInvitations: 0 }, expired),
  }),
  example("the last one", newcomer, "allowed", counting({ openInvitations: 2 }, waiting)),
  example("too many do not keep from granting", editor, "allowed", counting({ openInvitations: 0 }, waiting)),
];

const bulk: readonly Case[] = [
  example("one row too many", editor, "refused: bulk_too_large", counting({ bulk: 10 }, bulkOf(11))),
  example("the largest", editor, "allowed", counting({ bulk: 10 }, bulkOf(10))),
];

const perHour: readonly Case[] = [
  example("one too many", editor, "refused: too_many_grants", counting({ grantsPerHour: 5 }, thisHour(5))),
  example(
    "several in one save count together",
    give("bob", to("editor"), to("billing")),
    "refused: too_many_grants",
    {
      ...counting({ grantsPerHour: 5 }, thisHour(4)),
    },
  ),
  example(
    "each promise counts",
    invite("new@acme.test", to("editor"), to("billing")),
    "refused: too_many_grants",
    {
      ...counting({ grantsPerHour: 1 }),
    },
  ),
  example("extending counts", give("eve", to("editor")), "refused: too_many_grants", {
    ...counting({ grantsPerHour: 0 }, { people: [eve] }),
  }),
  example("the last one", editor, "allowed", counting({ grantsPerHour: 5 }, thisHour(4))),
  example(
    "so does inviting anew whose invitation has expired",
    invite("nina@acme.test", to("editor")),
    "refused: too_many_grants",
    {
      ...counting({ grantsPerHour: 0 }, expired),
    },
  ),
  example(
    "taking does not count",
    take("bob", "viewer"),
    "allowed",
    counting({ grantsPerHour: 0 }, thisHour(3)),
  ),
];

const seats: readonly Case[] = [
  example("one beyond those that Mary may fill", newcomer, "refused: seats_full", counting({ seats: 3 })),
  example("the last that Mary may fill", newcomer, "allowed", counting({ seats: 4 })),
  example(
    "full ones do not keep from removing",
    { act: "remove", user: "bob" },
    "allowed",
    counting({ seats: 1 }),
  ),
];

const holders: readonly Case[] = [
  example(
    "one more than Mary may make",
    editor,
    "refused: too_many_holders",
    counting(oneEditor, { people: [eve] }),
  ),
  example(
    "one where an invitation promises the last",
    editor,
    "refused: too_many_holders",
    counting(oneEditor, waiting),
  ),
  example("the last that Mary may make", editor, "allowed", counting(oneEditor)),
  example("another role", give("bob", to("billing")), "allowed", counting(oneEditor, { people: [eve] })),
  example("too many do not keep from taking", take("eve", "editor"), "allowed", {
    ...counting({ holders: new Map([["editor", 0]]) }, { people: [eve] }),
  }),
];

export const timeAndCounts = {
  time,
  "open invitations": invitations,
  "size of a bulk": bulk,
  "grants per hour": perHour,
  "own seats": seats,
  "own holders": holders,
};
