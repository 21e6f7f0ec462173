import type { Definition } from "../../../src/api/index.js";
import type { PeopleAnswer } from "../../../src/api/people/contract.js";
import { openAcme, type Acme, type Refusal, type SignedIn } from "../../support/acme.js";

type Delegation = NonNullable<Definition["delegations"]>[number];

/** One Acme for all attacks: each brings people, tenants and roles of its own where it changes something. */
export interface Scene {
  acme: Acme;
  /** An owner, a manager, and a viewer, who is a viewer of Globex too. */
  olivia: SignedIn;
  maria: SignedIn;
  victor: SignedIn;
  gloria: SignedIn;
  /** Ids of roles by key, hidden ones too; roles on instances as `resource:key`. */
  role: Readonly<Record<string, string>>;
  name(what: string): string;
  newcomer(roles?: string[], more?: object): Promise<{ key: string; user: string }>;
  /** Somebody with a role of their own, with just these limits. */
  delegate(limits: Omit<Delegation, "role">, permissions?: string[], more?: object): Promise<SignedIn>;
  grant(by: SignedIn, user: string, ...roles: object[]): Promise<Response>;
  invite(by: SignedIn, email: string, ...roles: object[]): Promise<Response>;
  heldBy(user: string): Promise<string[]>;
}

/** An attack of the catalogue: its line, what somebody tries, in our words, and how it fails. */
export interface Attack {
  line: number;
  tries: string;
  fails: (scene: Scene) => Promise<void>;
}

export async function setScene(): Promise<Scene> {
  const acme = await openAcme();
  const rows = await acme.database.rows<{ key: string; id: string }>(
    "select coalesce(s.key || ':', '') || r.key as key, r.id from role r left join resource s on s.id = r.resource_id",
  );
  const role = Object.fromEntries(rows.map(({ key, id }) => [key, id]));
  let names = 0;
  const name = (what: string) => `${what}-${(names += 1)}`;
  const newcomer: Scene["newcomer"] = async (roles = ["viewer"], more = {}) => {
    const key = name("newcomer");
    await acme.permit.importPeople("acme", [{ key, email: `${key}@acme.example`, roles, ...more }]);
    return { key, user: await acme.user(key) };
  };
  return {
    acme,
    olivia: await acme.as("olivia"),
    maria: await acme.as("maria"),
    victor: await acme.as("victor"),
    gloria: await acme.as("gloria", "globex"),
    role,
    name,
    newcomer,
    async delegate(limits, permissions = [], more = {}) {
      const key = name("aide");
      await acme.permit.define({
        roles: { [key]: { name: key, permissions } },
        delegations: [{ role: key, ...limits }],
      });
      const who = await newcomer([key], more);
      return acme.as(who.key);
    },
    grant: (by, user, ...roles) => by.send("POST /people/roles", { changes: [{ user, grant: roles }] }),
    invite: (by, email, ...roles) => by.send("POST /invitations", { invitations: [{ email, roles }] }),
    heldBy: async (user) =>
      (
        await acme.database.rows<{ key: string }>(
          "select r.key from assignment a join role r on r.id = a.role_id where a.user_id = $1 and a.tenant_id = $2 order by 1",
          [user, acme.tenants["acme"]],
        )
      ).map(({ key }) => key),
  };
}

export const codesOf = async (response: Response): Promise<string[]> => {
  const body = (await response.json()) as Partial<Refusal> & Partial<PeopleAnswer>;
  return [...(body.reasons ?? []), ...(body.rows ?? []).flatMap(({ reasons }) => reasons)].map(
    ({ code }) => code,
  );
};
