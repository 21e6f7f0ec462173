import type { Permit } from "permit-elements/server";
import type { Accounts } from "../accounts.js";
import type { SignInCookie } from "../signed-in.js";
import type { Store } from "../store.js";
import { once } from "../tables.js";
import { acmePeople } from "./acme.js";
import { globex, umbrella } from "./companies.js";
import { peopleOf, type Company } from "./company.js";
import { definition } from "./definition.js";
import { inviteThree } from "./invitations.js";
import { instances, tenants, tuples } from "./tenants.js";

/** Fills an empty store with the demo's data. Broken off, it goes on at the next start with the step it was in. */
export async function seed(demo: {
  permit: Permit;
  store: Store;
  accounts: Accounts;
  cookie: SignInCookie;
  /** Aborted when the server is asked to stop: the next step is left for the next start. */
  stopping: AbortSignal;
}): Promise<void> {
  const { permit, store, stopping } = demo;
  const step = (name: string, words: string, run: () => Promise<unknown>) => {
    stopping.throwIfAborted();
    return once(store.pool, `seeded ${name}`, () => {
      console.log(`Making the demo's data: ${words} …`);
      return run();
    });
  };
  const importAll = (company: Company) => permit.importPeople(company.key, peopleOf(company));

  await step("definition", "resources, roles and limits", () =>
    permit.define({ ...definition, tenants, instances, tuples }),
  );
  await step("acme", "Acme, 24 people", () => permit.importPeople("acme", acmePeople));
  await step("globex", "Globex, 400 people", () => importAll(globex));
  await step("umbrella", "Umbrella, 100,000 people", () => importAll(umbrella));
  await step("invitations", "three invitations", () => inviteThree(demo));
}
