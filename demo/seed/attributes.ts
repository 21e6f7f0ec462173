import type { Definition } from "permit-elements/server";

export const departments = [
  "Customer care",
  "Design",
  "Engineering",
  "Finance",
  "Legal",
  "Marketing",
  "Operations",
  "People",
  "Sales",
] as const;

/** What a workspace knows about its people. */
export const attributes: NonNullable<Definition["attributes"]> = {
  department: { label: "Department", type: "string", choices: [...departments], searchable: true },
  location: { label: "Location", description: "City of the office", type: "string", searchable: true },
  employee_number: { label: "Employee number", type: "number" },
  contractor: {
    label: "Contractor",
    description: "Works here under a contract of another company",
    type: "bool",
  },
  started: { label: "Started", description: "First day at work", type: "time" },
  languages: { label: "Languages", type: "array" },
  clearance: {
    label: "Clearance",
    description: "Set by Acme Docs after a check of the person",
    type: "string",
    choices: ["none", "confidential", "secret"],
    editable: false,
  },
};
