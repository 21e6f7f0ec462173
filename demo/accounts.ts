import { createHash } from "node:crypto";
import type { ImportedPerson } from "permit-elements/server";
import type { Pool } from "pg";
import { acmePeople } from "./seed/acme.js";
import { findPerson, personAt } from "./seed/company.js";
import { globex, umbrella } from "./seed/companies.js";

/** Somebody who can sign in to Acme Docs. */
export interface Account {
  key: string;
  name: string;
  email: string;
  /** The workspace they belong to from the beginning; somebody newly invited has none. */
  home: string | undefined;
}

export class Accounts {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async byKey(key: string): Promise<Account | undefined> {
    return seededByKey(key) ?? (await this.#find("key", key));
  }

  async byEmail(email: string): Promise<Account | undefined> {
    return seededByEmail(email) ?? (await this.#find("email", email.toLowerCase()));
  }

  /** Somebody whose address is proven and who has no account yet. */
  async open(email: string): Promise<Account> {
    const address = email.toLowerCase();
    const key = `mail-${createHash("sha256").update(address).digest("hex").slice(0, 16)}`;
    const account: Account = { key, email: address, name: nameFrom(address), home: undefined };
    await this.#pool.query(
      "insert into acme_docs.account (key, email, name) values ($1, $2, $3) on conflict do nothing",
      [account.key, account.email, account.name],
    );
    return account;
  }

  async #find(column: "key" | "email", value: string): Promise<Account | undefined> {
    const { rows } = await this.#pool.query<Omit<Account, "home">>(
      `select key, email, name from acme_docs.account where ${column} = $1`,
      [value],
    );
    return rows[0] && { ...rows[0], home: undefined };
  }
}

function seededByKey(key: string): Account | undefined {
  const atAcme = acmePeople.find((person) => person.key === key);
  if (atAcme) return accountOf(atAcme, "acme");
  for (const company of [globex, umbrella]) {
    const known = [...company.known].find(([, person]) => person.key === key)?.[0];
    const number = known ?? Number(key.match(`^${company.key}-(\\d+)$`)?.[1]);
    if (number < company.size) return accountOf(personAt(company, number), company.key);
  }
  return undefined;
}

function seededByEmail(email: string): Account | undefined {
  const atAcme = acmePeople.find((person) => person.email === email.toLowerCase());
  if (atAcme) return accountOf(atAcme, "acme");
  for (const company of [globex, umbrella]) {
    const person = findPerson(company, email);
    if (person) return accountOf(person, company.key);
  }
  return undefined;
}

function accountOf({ key, name = "", email = "" }: ImportedPerson, home: string): Account {
  return { key, name, email, home };
}

/** `noor.van-dijk@acme.example` is greeted as Noor Van Dijk. */
function nameFrom(address: string): string {
  const [local = ""] = address.split("@");
  const words = local.split(/[._+-]+/).filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ") || address;
}

/** The people to try the demo as, with what makes each worth trying. */
export const cast: readonly { account: Account; about: string }[] = [
  member("olivia-marsh", "Owner: may do everything, except leave Acme without an owner"),
  member("dmitri-halloran", "Manager: looks after everybody but the owners"),
  member("samuel-okafor", "Team lead: viewers and editors, for ninety days, with a reason"),
  member("mei-ling-zhou", "Viewer: sees the people and changes nothing"),
  member("ana-ferreira", "Editor: writes documents, does not see the people"),
  member("ingrid-solberg", "Owner of another workspace, of 400 people"),
  member("marcus-chen", "Manager under the limits that Globex asked for"),
  member("aurelio-bianchi", "Owner of a workspace of 100,000 people"),
];

function member(key: string, about: string): { account: Account; about: string } {
  const account = seededByKey(key);
  if (!account) throw new Error(`Nobody is called ${key}`);
  return { account, about };
}
