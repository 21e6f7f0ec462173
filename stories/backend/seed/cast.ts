import type { HostUser, ImportedPerson } from "../../../src/api/permit.js";
import { companies, type CompanyKey } from "./companies.js";

/** Whom the toolbar signs in, by their role in the tenant. */
export const parts = {
  owner: "Owner: manages everybody",
  manager: "Manager: manages all but owners",
  viewer: "Viewer: looks on",
  editor: "Editor: may not see the list",
  stranger: "Stranger: belongs to another company",
  operator: "Operator: of the vendor’s team, in the vendor’s console",
};
export type Part = keyof typeof parts;
export const isPart = (text: string): text is Part => Object.hasOwn(parts, text);

const stranger: HostUser = { key: "stranger", name: "Sam Stranger", email: "sam@elsewhere.example" };

/** Somebody of that tenant who has this role and no other. */
export function personFor(part: Part, company: CompanyKey): HostUser {
  if (part === "stranger" || part === "operator") return stranger;
  for (const { key, name, email, roles = [] } of peopleOf(company)) {
    if (roles.length === 1 && roles[0] === part) {
      return { key, name: name ?? null, email: email ?? null, emailVerified: true };
    }
  }
  throw new Error(`Nobody at ${company} is ${part} and nothing else`);
}

const peopleOf = (company: CompanyKey): Iterable<ImportedPerson> => companies[company].people();
