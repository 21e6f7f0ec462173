import { verbs, type Act, type Derivation } from "../../../../src/api/delegation/types.js";
import {
  allButOwner,
  give,
  held,
  inDays,
  limited,
  may,
  operator,
  person,
  role,
  take,
  to,
  type Given,
} from "../../../support/facts.js";
import { example, type Case } from "../../../support/guard-cases.js";

/**
 * Document 1 lies in folder 1. Editors of the folder are editors of the document, unless they hold a role on the
 * document itself. Mary may give every role but that of a document's editor.
 */
const fromFolder: Derivation = {
  role: "document-editor",
  from: "folder-editor",
  links: [{ subject: "folder:1", object: "document:1" }],
  unlessDirect: true,
};
const withoutEditor = allButOwner.filter((id) => id !== "document-editor");
const folder = held("folder-editor", "folder:1");
const reader = held("document-reader", "document:1");
const given = (assignments: Parameters<typeof person>[1], more: Given = {}): Given => ({
  derivations: [fromFolder],
  ...limited({ roles: withoutEditor }),
  people: [person("fay", assignments)],
  ...more,
});
const takeReader = take("fay", "document-reader", "document:1");
const shortenReader = give("fay", to("document-reader", "document:1", inDays(3)));
const swap = (grant: ReturnType<typeof to>): Act => ({
  act: "change-roles",
  user: "fay",
  grant: [grant],
  revoke: [to("document-reader", "document:1")],
});
const outside = "refused: role_out_of_reach";
const loosely = { ...fromFolder, unlessDirect: false };
const beyondFolder = {
  ...fromFolder,
  role: "document-owner",
  from: "document-editor",
  links: [{ subject: "document:1", object: "document:2" }],
  unlessDirect: false,
};

const revealed: readonly Case[] = [
  example(
    "taking a role that hides a stronger one gives the stronger",
    takeReader,
    outside,
    given([folder, reader]),
  ),
  example("and so it does for a session that may not give", takeReader, "refused: verb_not_in_session", {
    ...given([folder, reader], limited({})),
    session: { verbs: new Set(verbs.filter((verb) => verb !== "role.grant")) },
  }),
  example("letting it end earlier gives the stronger then", shortenReader, outside, given([folder, reader])),
  example(
    "as does swapping it for one that ends",
    swap(to("document-owner", "document:1", inDays(3))),
    outside,
    {
      ...given([folder, reader]),
    },
  ),
  example("a role that has not begun hides nothing yet", takeReader, outside, {
    ...given([folder, reader, held("document-owner", "document:1", { begins: inDays(2) })]),
  }),
  example("what follows from the stronger one is given too", takeReader, outside, {
    ...given(
      [folder, reader],
      limited({ roles: withoutEditor.filter((id) => id !== "document-owner").concat("document-editor") }),
    ),
    derivations: [fromFolder, beyondFolder],
  }),
  example(
    "the stronger for longer than before is more",
    {
      act: "change-roles",
      user: "fay",
      grant: [],
      revoke: [to("document-reader", "document:1"), to("document-editor", "document:1")],
    },
    "refused: must_end",
    given(
      [folder, reader, held("document-editor", "document:1", { ends: inDays(1) })],
      limited({ roles: allButOwner, time: { mustEnd: true, longest: null } }),
    ),
  ),
  example(
    "also where the role it follows from is to end",
    {
      act: "change-roles",
      user: "fay",
      grant: [to("folder-editor", "folder:1", inDays(3))],
      revoke: [to("document-reader", "document:1")],
    },
    outside,
    given([folder, reader]),
  ),
  example("a role on another folder gives nothing here", takeReader, "allowed", {
    ...given([held("folder-editor", "folder:2"), reader]),
  }),
  example(
    "swapping it for another keeps the stronger hidden",
    swap(to("document-owner", "document:1")),
    "allowed",
    {
      ...given([folder, reader]),
    },
  ),
  example("a role that does not hide was no hindrance before", takeReader, "allowed", {
    ...given([folder, reader]),
    derivations: [loosely],
  }),
  example(
    "a role on another document hides nothing",
    take("fay", "document-reader", "document:2"),
    "allowed",
    {
      ...given([folder, held("document-reader", "document:2")]),
    },
  ),
  example(
    "who may give the stronger one may reveal it",
    takeReader,
    "allowed",
    given([folder, reader], limited({})),
  ),
  example(
    "what follows from a role that is given counts with it",
    give("fay", to("folder-editor", "folder:1")),
    "allowed",
    {
      ...given([]),
      derivations: [loosely],
    },
  ),
  example("an operator gives anyway", takeReader, "allowed", given([folder, reader], { actor: operator })),
];

const back: Act = { act: "reactivate", user: "sue" };
const sue = (...assignments: Parameters<typeof person>[1]) =>
  person("sue", assignments, { status: "suspended" });
const coming = (...assignments: Parameters<typeof person>[1]): Given => ({
  ...limited({ roles: withoutEditor }),
  people: [sue(...assignments)],
});
const reactivated: readonly Case[] = [
  example(
    "bringing somebody back gives what they held",
    back,
    outside,
    coming("viewer", held("document-editor", "document:1")),
  ),
  example(
    "also what has not begun",
    back,
    outside,
    coming(held("document-editor", "document:1", { begins: inDays(3) })),
  ),
  example("also for a session that may not give", back, "refused: verb_not_in_session", {
    ...coming("viewer"),
    session: { verbs: new Set(verbs.filter((verb) => verb !== "role.grant")) },
  }),
  example("a role with an end longer than Mary may give", back, "refused: too_long", {
    ...limited({ time: { mustEnd: false, longest: 1 } }),
    people: [sue(held("viewer", null, { ends: inDays(3) }))],
  }),
  example("a role without end where grants must end", back, "refused: must_end", {
    ...limited({ time: { mustEnd: true, longest: null } }),
    people: [sue("viewer")],
  }),
  example("what needs agreement by the one and an end by the other", back, "needs: approval_needed", {
    delegations: [
      may({ id: "ending", time: { mustEnd: true, longest: null } }),
      may({
        id: "agreed",
        approval: [{ roles: new Set(["viewer"]), count: 1, reviewers: new Set(["owner"]) }],
      }),
    ],
    people: [sue("viewer")],
  }),
  example("more than Mary has, where she may give only that", back, "refused: more_than_you_have", {
    ...limited({ mode: "hold" }),
    people: [sue("billing")],
  }),
  example("a role that needs agreement", back, "needs: approval_needed", {
    ...limited({ approval: [{ roles: new Set(["viewer"]), count: 1, reviewers: new Set(["owner"]) }] }),
    people: [sue("viewer")],
  }),
  example("a role that is not known any more", back, "refused: unknown_role", coming("gone")),
  example("what has ended does not come back", back, "allowed", {
    ...coming("viewer", held("document-editor", "document:1", { ends: inDays(-1) })),
  }),
  example("what follows from a role counts with it", back, "allowed", {
    ...coming(folder),
    derivations: [loosely],
  }),
  example("who may give what they held may bring them back", back, "allowed", coming("viewer", "editor")),
];

/** A rule lets whoever is not barred pay bills. Mary, who has no bills to pay, may give and take every role but owner. */
const barred = role("barred", [], { withholds: new Set(["bill:pay"]) });
const until = (days: number) => held("barred", null, { ends: inDays(days) });
const barring = (assignments: Parameters<typeof person>[1], more: Given = {}): Given => ({
  delegations: [may({ mode: "hold", roles: [...allButOwner, "barred"] })],
  roles: [barred],
  people: [person("fay", assignments)],
  ...more,
});
const free = take("fay", "barred");
const shorten = give("fay", to("barred", null, inDays(3)));
const opens = "refused: more_than_you_have";
const absence: readonly Case[] = [
  example("taking a role whose absence opens something gives that", free, opens, barring(["barred"])),
  example("letting it end earlier gives it then", shorten, opens, barring([until(9)])),
  example("and so it does where it would not have ended", shorten, opens, barring(["barred"])),
  example("also for a session that may not give", free, "refused: verb_not_in_session", {
    ...barring(["barred"], { delegations: [may({ roles: [...allButOwner, "barred"] })] }),
    session: { verbs: new Set(verbs.filter((verb) => verb !== "role.grant")) },
  }),
  example("who has it may free others of the role", free, "allowed", {
    ...barring(["barred"], {
      people: [person("fay", ["barred"]), person("mary", ["manager", "billing"])],
    }),
  }),
  example("who may give it without having it, too", free, "allowed", {
    ...barring(["barred"], { delegations: [may({ roles: [...allButOwner, "barred"] })] }),
  }),
  example("letting it last longer opens nothing", give("fay", to("barred", null, inDays(9))), "allowed", {
    ...barring([until(3)]),
  }),
  example("nor does giving it", give("fay", to("barred")), "allowed", barring(["viewer"])),
  example("nor taking another role", take("fay", "viewer"), "allowed", barring(["barred", "viewer"])),
  example("who is suspended does nothing here", { act: "suspend", user: "fay" }, "allowed", {
    ...barring(["barred"]),
  }),
  example("and who is removed is one of all the others", { act: "remove", user: "fay" }, "allowed", {
    ...barring(["barred"]),
  }),
  example("an operator frees anybody", free, "allowed", barring(["barred"], { actor: operator })),
];

export const gains = {
  "what the absence of a role opens": absence,
  "what a revocation reveals": revealed,
  "coming back": reactivated,
};
