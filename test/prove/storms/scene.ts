import type { ElementType } from "../../../src/api/wire.js";
import type { Permit } from "../../../src/api/index.js";
import { openAcme, signIn, type Acme, type SignedIn } from "../../support/acme.js";
import type { Chance } from "../../support/random-input.js";

/** Sends thirty-two acts at once, and answers what the database should not hold afterwards. */
export type Storm = (scene: Scene, chance: Chance) => Promise<string[]>;
export const many = 32;

/** What was written, in the order in which it was. */
export interface Entry {
  action: string;
  actor: string;
  target: string;
  asked: string | null;
  request: string;
}

/** Two servers on one database; each storm makes tenants and people of its own. */
export class Scene {
  #names = 0;

  private constructor(
    readonly acme: Acme,
    readonly servers: readonly [Permit, Permit],
  ) {}

  static async open(): Promise<Scene> {
    const acme = await openAcme();
    return new Scene(acme, [acme.permit, await acme.another()]);
  }

  close(): Promise<void> {
    return this.acme.close();
  }

  get database() {
    return this.acme.database;
  }

  server(n: number): Permit {
    return this.servers[n % 2 === 0 ? 0 : 1];
  }

  newName(what: string): string {
    return `${what}-${(this.#names += 1)}`;
  }

  async newTenant(guardrails: object = {}): Promise<string> {
    const key = this.newName("tenant");
    await this.acme.permit.define({ tenants: { [key]: { name: key, guardrails } } });
    return key;
  }

  async newPeople(tenant: string, count: number, role: string): Promise<string[]> {
    const keys = Array.from({ length: count }, () => this.newName(role));
    await this.acme.permit.importPeople(
      tenant,
      keys.map((key) => ({ key, email: `${key}@acme.example`, roles: [role] })),
    );
    return keys;
  }

  /** Signed in on one server and on the other in turn. */
  signIn(keys: readonly string[], tenant: string, type?: ElementType): Promise<SignedIn[]> {
    return Promise.all(keys.map((key, n) => signIn(this.server(n), key, tenant, type)));
  }

  /** What these answers came to in the log: each that was done stands there, and nothing that was refused. */
  async happened(
    tenant: string,
    answers: readonly Response[],
  ): Promise<{ entries: Entry[]; wrong: string[] }> {
    const asked = new Map(answers.map((each) => [each.headers.get("permit-request-id") ?? "", each.status]));
    const all = await this.database.rows<Entry>(
      `select e.action, e.actor_id as actor, e.target_id as target, e.body ->> 'asked' as asked, e.body ->> 'request' as request
       from audit_entry e join audit_chain c on c.id = e.chain_id join tenant t on t.id = e.tenant_id
       where c.kind = 'changes' and t.key = $1 order by e.seq`,
      [tenant],
    );
    const entries = all.filter(({ request }) => asked.has(request));
    const done = new Set(entries.map(({ request }) => request));
    const wrong = [...asked].flatMap(([request, status]) => {
      if (![200, 401, 403, 404, 409, 503].includes(status)) return [`it answered ${status}`];
      if ((status === 200) === done.has(request)) return [];
      return [`it answered ${status}, and ${done.has(request) ? "something" : "nothing"} is in the log`];
    });
    return { entries, wrong };
  }

  /** The first column of all rows. */
  async column(sql: string, values: unknown[]): Promise<unknown[]> {
    return (await this.database.rows(sql, values)).map((row) => Object.values(row)[0]);
  }
}
