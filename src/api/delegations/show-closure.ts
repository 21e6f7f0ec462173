import { heldBy, pathInWords, reachableFrom } from "../delegation/closure.js";
import { heldSomewhere, placeInWords, type Held } from "../delegation/giving.js";
import { invalidFields } from "../errors.js";
import { operatorQuery } from "../operator-endpoint.js";
import { listPeople } from "../store/people.js";
import { readFacts, readRules } from "../store/read-facts.js";
import { Closure, ClosureQuery, DelegationPeople, DelegationPeopleQuery } from "./contract.js";

/** What could these people, alone or together, ever give? */
export const showClosure = operatorQuery({
  route: "GET /delegations/closure",
  summary: "What these people or holders of these roles could ever hold or give, together",
  query: ClosureQuery,
  answer: Closure,
  async run({ trx, rules }, { person: people = [], role: roles = [] }) {
    if (roles.some((id) => !rules.roles.has(id))) throw wrong("role", "There is no such role.");
    const held: Held[] = roles.map((role) => heldSomewhere(rules, role));
    if (people.length > 0) {
      const ofTenant = await readRules(trx);
      if (!ofTenant) throw wrong("person", "People are of a tenant: this session names none.");
      const options = { bulk: 0, justification: null };
      const { facts } = await readFacts(trx, ofTenant, { kind: "system" }, { users: people }, options);
      if (people.some((user) => !facts.people.has(user)))
        throw wrong("person", "There is no such person here.");
      held.push(...heldBy(facts, people));
    }
    return {
      roles: reachableFrom(rules, held).map((each) => ({
        role: each.role,
        place: each.place === null ? null : placeInWords(each.place),
        is_held: each.path.length === 1,
        words: pathInWords(rules, each),
      })),
    };
  },
});

const wrong = (path: string, message: string) => invalidFields([{ path, message }], [message]);

/** Whom to ask that about. */
export const findDelegationPeople = operatorQuery({
  route: "GET /delegations/people",
  summary: "People of the operator's tenant by name or address",
  query: DelegationPeopleQuery,
  answer: DelegationPeople,
  async run({ trx, tenant }, { search }) {
    if (!tenant) return { people: [] };
    const words = search.split(/\s+/).map((word) => ({ word, roles: [] }));
    const order = { sort: "name" as const, isDescending: false };
    const { people } = await listPeople(trx, { words }, order, { after: null, offset: null }, 20);
    return {
      people: people.map(({ user, name, email, assignments }) => ({
        ...{ user, name, email },
        roles: [...new Set(assignments.map(({ role }) => role))],
      })),
    };
  },
});
