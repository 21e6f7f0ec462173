import { acmePeople } from "../../../demo/seed/acme.js";
import { umbrella } from "../../../demo/seed/companies.js";
import { peopleOf } from "../../../demo/seed/company.js";
import type { ImportedPerson } from "../../../src/api/permit.js";
import { longNames } from "./long-names.js";

interface Company {
  name: string;
  /** As the toolbar shows it. */
  title: string;
  people(): Iterable<ImportedPerson>;
}

/** The demo's Acme and, small enough to travel to a page, its Umbrella; and one that is a trial for every column. */
export const companies = {
  acme: { name: "Acme", title: "Acme, 24 people", people: () => acmePeople },
  umbrella: {
    name: "Umbrella",
    title: "Umbrella, 10,000 people",
    people: () => peopleOf({ ...umbrella, size: 10_000 }),
  },
  longwinded: { name: "Longwinded", title: "Longwinded, with long names", people: () => longNames },
} satisfies Record<string, Company>;

export type CompanyKey = keyof typeof companies;
export const isCompany = (text: string): text is CompanyKey => Object.hasOwn(companies, text);
