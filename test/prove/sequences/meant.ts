import type { Definition } from "../../../src/api/index.js";
import type { Rights } from "./rights.js";

/**
 * What a vendor who writes limits by chance must say is meant, or the definition is refused: each path along which
 * something could leak by them, rather too many than too few. A path along which nothing leaks is marked by nobody.
 */
type Written = NonNullable<Definition["delegations"]>;
type Meant = NonNullable<Definition["meant"]>;

export function meantBy(written: Written, rights: Rights | null, names: ReadonlyMap<string, string>): Meant {
  const name = (id: string) => names.get(id) ?? "";
  const standing = (rights?.delegations ?? []).map(({ role, roles, passingOn }) => ({
    role: name(role),
    gives: roles.map(name),
    passingOn,
  }));
  const all = [
    ...standing,
    ...written.map(({ role, roles, passing_on: passingOn = false }) => ({
      role,
      gives: [...(roles?.keys ?? []), ...(roles?.where ? ["lead"] : [])],
      passingOn,
    })),
  ];
  const saved = new Set(written.map(({ role }) => role));
  const paths = new Map<string, NonNullable<Meant["leaks"]>[number]>();
  for (const { role, gives: vias, passingOn } of all)
    for (const via of passingOn ? vias : [])
      for (const other of all)
        for (const gives of other.role === via && role !== via ? other.gives : [])
          if (saved.has(role) || saved.has(via))
            paths.set([role, via, gives].join(" "), { role, via, gives, why: "It is meant" });
  return { leaks: [...paths.values()] };
}
