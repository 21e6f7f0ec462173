import type { ImportedPerson } from "permit-elements/server";
import { departments } from "./attributes.js";
import { draw, drawOne, mailPart, nameFor } from "./names.js";

/** A tenant whose people are made up by number: always the same ones, so that nothing about them need be kept. */
export interface Company {
  key: string;
  name: string;
  domain: string;
  size: number;
  cities: readonly string[];
  /** People who are somebody, by their number. */
  known: ReadonlyMap<number, { key: string; name: string; roles: string[] }>;
  rolesOf(number: number): ImportedPerson["roles"];
}

export function* peopleOf(company: Company): Generator<ImportedPerson> {
  for (let number = 0; number < company.size; number++) yield personAt(company, number);
}

export function personAt(company: Company, number: number): ImportedPerson {
  const known = company.known.get(number);
  const { given, family } = nameFor(number);
  const name = known?.name ?? `${given} ${family}`;
  const address = known
    ? name.split(" ").map(mailPart).join(".")
    : `${mailPart(given)}.${mailPart(family)}.${number}`;
  return {
    key: known?.key ?? `${company.key}-${number}`,
    name,
    email: `${address}@${company.domain}`,
    status: !known && draw(number, 3, 50) === 0 ? "suspended" : "active",
    attributes: {
      department: drawOne(number, 4, departments),
      location: drawOne(number, 5, company.cities),
      employee_number: 10_000 + number,
      contractor: draw(number, 6, 12) === 0,
    },
    roles: known?.roles ?? company.rolesOf(number) ?? [],
  };
}

export function findPerson(company: Company, email: string): ImportedPerson | undefined {
  const [address, domain] = email.toLowerCase().split("@");
  if (domain !== company.domain || !address) return undefined;
  const numbers = [...company.known.keys(), Number(address.split(".").at(-1))];
  return numbers
    .filter((number) => Number.isInteger(number) && number >= 0 && number < company.size)
    .map((number) => personAt(company, number))
    .find((person) => person.email === email.toLowerCase());
}
