import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closure, pathInWords, reachableFrom } from "../../../src/api/delegation/closure.js";
import { inWords, isWithin, leaks, warnings } from "../../../src/api/delegation/leaks.js";
import type { Delegation } from "../../../src/api/delegation/types.js";
import { day, facts, held, may, ola, person, role, roles } from "../../support/facts.js";
import { closedOver, leaksOf, spot, type Spot } from "../../support/naive-closure.js";

const named = ["support", "lead", "chief"].map((id) =>
  role(id, ["document:read"], { name: id[0]?.toUpperCase() + id.slice(1) }),
);
const rules = (...delegations: Delegation[]) => facts({ roles: named, delegations });
const wordsOf = (...delegations: Delegation[]) => {
  const authority = rules(...delegations);
  return leaks(authority).map((leak) => inWords(authority, leak));
};
const support = (more: Parameters<typeof may>[0] = {}) => may({ role: "support", roles: ["lead"], ...more });
const lead = (more: Parameters<typeof may>[0] = {}) => may({ role: "lead", roles: ["chief"], ...more });
const leaking = ["Support may give Lead; Lead may give Chief; Support may not give Chief."];

describe("a leak", () => {
  it("is whoever one may give, who may give what one may not", () => {
    expect(wordsOf(support(), lead())).toEqual(leaking);
  });
  it("is giving somebody what lets them make more of one's own kind", () => {
    expect(wordsOf(support(), lead({ roles: ["support"] }))).toEqual([
      "Support may give Lead; Lead may give Support; Support may not give Support.",
      "Lead may give Support; Support may give Lead; Lead may not give Lead.",
    ]);
  });
  it.each<[string, Delegation, Delegation]>([
    ["one may give it oneself", support({ roles: ["lead", "chief"] }), lead()],
    ["the role may not be passed on", support({ passingOn: false }), lead()],
    ["there is no verb that gives", support(), lead({ verbs: ["role.extend", "invitation.resend"] })],
    ["the element only shows", support(), lead({ elementType: "audit-log" })],
    ["nothing may be given there", support(), lead({ places: { tenant: false } })],
    [
      "nobody can hold it there",
      support(),
      may({ role: "lead", roles: ["document-reader"], places: { own: true, types: [] } }),
    ],
    ["only what is held oneself may be given, and so passed on", support({ mode: "hold" }), lead()],
    [
      "the role gives more than its holders hold",
      support(),
      may({ role: "lead", roles: ["owner"], mode: "hold" }),
    ],
  ])("is none where %s", (_, one, other) => {
    expect(wordsOf(one, other)).toEqual([]);
  });
  it("is one where the place goes further than one's own", () => {
    const here = { places: { types: [], instances: ["document:1"] } };
    const one = support({ ...here, roles: ["lead", "document-reader"] });
    const other = lead({ roles: ["document-reader"] });
    expect(wordsOf(one, other)).toEqual([
      "Support may give Lead; Lead may give document-reader on any document; Support may not give document-reader on any document.",
    ]);
  });
  it("is marked as meant for that path alone, and no further place", () => {
    const [found] = leaks(rules(support(), lead()));
    if (!found) throw new Error("no leak");
    expect(isWithin(found, found)).toBe(true);
    for (const other of [{ role: "lead" }, { via: "chief" }, { gives: "owner" }, { places: ["document:1"] }])
      expect(isWithin(found, { ...found, ...other })).toBe(false);
    expect(isWithin({ ...found, places: [null, "document:1"] }, found)).toBe(false);
  });
  it("stays one while passing on along it is suspended", () => {
    const suspended = { passingOn: new Set(["support lead"]), attributes: new Set<string>() };
    expect(leaks({ ...rules(support(), lead()), suspended })).toHaveLength(1);
  });
});

describe("a warning", () => {
  const own = { roles: ["lead", "chief"] };
  const agreed = { approval: [{ roles: new Set(["chief"]), count: 1, reviewers: new Set(["owner"]) }] };
  const domains = { domains: { allow: ["acme.test"], ask: [], refuse: [] } };
  const time = { time: { mustEnd: true, longest: 30 * day } };
  const words = (one: Delegation, other: Delegation) => {
    const authority = rules(one, other);
    return warnings(authority).map((warning) => inWords(authority, warning));
  };
  it.each([
    ["time", time, "for longer"],
    ["approval", agreed, "with less approval"],
    ["domains", domains, "at other mail domains"],
  ])("is looser %s", (_, limit, how) => {
    expect(words(support({ ...own, ...limit }), lead())).toEqual([
      `Support may give Lead; Lead may give Chief ${how}.`,
    ]);
    expect(words(support({ ...own, ...limit }), lead(limit))).toEqual([]);
    expect(words(support(own), lead(limit))).toEqual([]);
  });
  it("is not about other roles' approval", () => {
    const other = [{ roles: new Set(["lead"]), count: 1, reviewers: new Set(["owner"]) }];
    expect(words(support({ ...own, approval: other }), lead())).toEqual([]);
  });
});

describe("what somebody could ever give", () => {
  it("is told with the shortest way there", () => {
    const authority = rules(support(), lead(), may({ role: "chief", roles: ["owner", "lead"] }));
    const reached = reachableFrom(authority, [{ role: "support", place: null }]);
    expect(reached.map((each) => [each.role, pathInWords(authority, each)])).toEqual([
      ["support", ""],
      ["lead", "Support may give Lead."],
      ["chief", "Support may give Lead; Lead may give Chief."],
      ["owner", "Support may give Lead; Lead may give Chief; Chief may give owner."],
    ]);
  });
  it("is more with others, where nobody may give more than is held", () => {
    const pay = person("pay", ["billing"]);
    const both = facts({ people: [pay], delegations: [may({ mode: "hold", roles: ["billing"] })] });
    const rolesOf = (...people: string[]) => closure(both, people).map((each) => each.role);
    expect(rolesOf("mary")).toEqual(["manager"]);
    expect(rolesOf("mary", "pay")).toEqual(["manager", "billing"]);
    expect(closure(both, ["nobody"])).toEqual([]);
  });
  it("ends where passing on is suspended", () => {
    const suspended = { passingOn: new Set(["support lead"]), attributes: new Set<string>() };
    const authority = { ...rules(support(), lead()), suspended };
    expect(reachableFrom(authority, [{ role: "support", place: null }]).map((each) => each.role)).toEqual([
      "support",
    ]);
  });
  it("counts what has not begun, and what somebody suspended holds", () => {
    const waiting = person("waiting", [held("manager", null, { begins: 9e12 })], { status: "suspended" });
    const reached = closure(facts({ people: [waiting, ola] }), ["waiting"]);
    expect(reached.map((each) => each.role)).toContain("viewer");
  });
});

describe("by trying everything", () => {
  const ids = roles.map(({ id }) => id);
  const some = <T>(from: readonly T[]) => fc.subarray([...from]);
  const carrying = ["manager", "owner", "editor", "viewer", "document-owner", "member"];
  const delegation: fc.Arbitrary<Delegation> = fc
    .record({
      role: fc.constantFrom(...carrying),
      roles: fc.subarray(ids, { minLength: 2 }),
      mode: fc.constantFrom("bind" as const, "bind" as const, "hold" as const),
      passingOn: fc.constantFrom(true, true, false),
      elementType: fc.constantFrom(null, null, null, null, "user-management", "audit-log"),
      verbs: fc.oneof(
        fc.constant(["role.grant", "user.invite"]),
        some(["role.grant", "user.invite", "role.extend"]),
      ),
      where: fc.option(fc.constant([{ name: "tier", in: ["standard"] }])),
      places: fc.record({
        tenant: fc.constantFrom(true, true, false),
        types: some(["document", "folder"]),
        instances: some(["document:0"]),
        own: fc.boolean(),
      }),
      time: fc.constantFrom({ mustEnd: false, longest: null }, { mustEnd: true, longest: day }),
    })
    .map((limits) => may({ ...limits, source: "written" }));
  const many = fc
    .array(delegation, { minLength: 1, maxLength: 6 })
    .map((all) => all.map((each, n) => ({ ...each, id: `d${n}` })));
  const inGeneral = ({ role: id, place }: Spot) =>
    spot({ role: id, place: place?.replace(":\0", ":elsewhere") ?? null });
  let found = 0;

  it("the same leaks are found", () => {
    fc.assert(
      fc.property(many, (delegations) => {
        const expected = new Set(leaksOf(delegations));
        found += expected.size;
        const ours = leaks(facts({ delegations })).flatMap((leak) =>
          leak.places.map((place) => `${leak.role}, ${leak.via}, ${inGeneral({ role: leak.gives, place })}`),
        );
        // The one who tries knows one document by name, where none of the rules may name it.
        const known = delegations.some((each) => each.places.instances.length > 0);
        const among = [...expected].filter((each) => known || !each.includes("document:0"));
        expect(new Set(ours)).toEqual(new Set(among));
      }),
      { numRuns: 200 },
    );
    expect(found).toBeGreaterThan(50);
  });

  it("the same set is closed", () => {
    const start = fc.subarray<Spot>(
      [
        ...carrying.slice(0, 4).map((id) => ({ role: id, place: null })),
        { role: "document-owner", place: "document:0" },
      ],
      { minLength: 1 },
    );
    fc.assert(
      fc.property(many, start, (delegations, from) => {
        const holder = person(
          "holder",
          from.map(({ role: id, place }) => held(id, place)),
        );
        const ours = closure(facts({ people: [holder], delegations }), ["holder"]).map(inGeneral);
        const known =
          from.some(({ place }) => place !== null) ||
          delegations.some((each) => each.places.instances.length > 0);
        const theirs = closedOver(delegations, from)
          .filter(({ place }) => known || place !== "document:0")
          .map(spot);
        expect(new Set(ours)).toEqual(new Set(theirs));
      }),
      { numRuns: 200 },
    );
  });
});
