import { canonicalAddress } from "../addresses.js";
import { hasMixedScripts } from "../mixed-scripts.js";
import { mayWatch, query } from "../endpoint.js";
import { filterOf } from "../people/list-people.js";
import { about, seesTenant, type Context } from "../request-context.js";
import { derivationsTo } from "../store/instances.js";
import { listPeople } from "../store/people.js";
import type { PersonRecord } from "../store/read-facts.js";
import { accessRows } from "./access-rows.js";
import { Candidates, CandidatesQuery } from "./contract.js";
import { offerOn } from "./instance-access.js";

const most = 20;

export const findCandidates = query({
  route: "GET /instances/{instance}/candidates",
  summary: "People to share a resource instance with, by name or address, with what they hold on it already",
  elements: ["role-assignment"],
  query: CandidatesQuery,
  answer: Candidates,
  concerns: ({ search }, { instance = "" }) => ({
    places: [instance],
    emails: [canonicalAddress(search) ?? ""],
  }),
  mayWatch: (context, { instance = "" }) => mayWatch(context, instance),
  async run(context, { search }, { instance = "" }) {
    const isWhole = seesTenant(context);
    const people = isWhole ? await searched(context, search) : addressed(context, search);
    const there = about(context, await derivationsTo(context.trx, context.rules, instance));
    const address = canonicalAddress(search);
    return {
      address,
      mixed_script: address !== null && hasMixedScripts(address),
      people: await accessRows(there, people, await offerOn(context, instance)),
      by_address_only: !isWhole,
    };
  },
});

async function searched(context: Context, search: string): Promise<PersonRecord[]> {
  const order = { sort: "name", isDescending: false } as const;
  const start = { after: null, offset: null };
  return (await listPeople(context.trx, filterOf(context, { search }), order, start, most)).people;
}

/** The person whose whole, verified address it is: nobody is found by trying letters. */
function addressed({ people }: Context, search: string): PersonRecord[] {
  const email = canonicalAddress(search);
  return [...people.values()].filter(
    (each) => email !== null && each.email === email && each.emailVerified && each.status !== "absent",
  );
}
