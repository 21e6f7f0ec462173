import { canonicalAddress } from "../addresses.js";
import { query } from "../endpoint.js";
import { findAuditPeople } from "../store/audit.js";
import { AuditPeople, AuditPeopleQuery } from "./contract.js";

const most = 8;

/** For filters by name: entries hold ids, and only those who read the log may learn whom it names. */
export const findPeople = query({
  route: "GET /audit-log/people",
  summary: "Whom the log names, by words of their names and addresses; those who have left it too",
  elements: ["audit-log"],
  query: AuditPeopleQuery,
  answer: AuditPeople,
  run: async ({ trx }, { search }) => ({
    people: await findAuditPeople(trx, (canonicalAddress(search) ?? search).split(/\s+/), most),
  }),
});
