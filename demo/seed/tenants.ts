import type { Definition } from "permit-elements/server";
import { libraries } from "../documents.js";
import { globex, umbrella } from "./companies.js";

/** The customers of Acme Docs, with the guardrails that bind everybody there. */
export const tenants: NonNullable<Definition["tenants"]> = {
  acme: { name: "Acme", guardrails: { least: { owner: 1 }, seats: 40 } },
  [globex.key]: {
    name: globex.name,
    guardrails: { least: { owner: 1 }, most: { editor: 20 }, exclusive: [["manager", "billing"]] },
  },
  [umbrella.key]: { name: umbrella.name, guardrails: { least: { owner: 1 }, seats: 120_000 } },
};

const folders = Object.entries(libraries).flatMap(([tenant, library]) =>
  Object.entries(library.folders).map(([key, name]) => ({ tenant, instance: `folder:${key}`, name })),
);
const documents = Object.entries(libraries).flatMap(([tenant, library]) =>
  library.documents.map(({ key, title, folder }) => ({
    tenant,
    instance: `document:${key}`,
    name: title,
    folder: `folder:${folder}`,
  })),
);

export const instances: NonNullable<Definition["instances"]> = [
  ...folders,
  ...documents.map(({ tenant, instance, name }) => ({ tenant, instance, name })),
];
export const tuples: NonNullable<Definition["tuples"]> = documents.map(({ tenant, instance, folder }) => ({
  tenant,
  subject: folder,
  relation: "parent",
  object: instance,
}));
