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
  Object.keys(library.folders).map((key) => ({ tenant, instance: `folder:${key}` })),
);
const documents = Object.entries(libraries).flatMap(([tenant, library]) =>
  library.documents.map(({ key, folder }) => ({
    tenant,
    instance: `document:${key}`,
    folder: `folder:${folder}`,
  })),
);

export const instances: NonNullable<Definition["instances"]> = [
  ...folders,
  ...documents.map(({ tenant, instance }) => ({ tenant, instance })),
];
export const tuples: NonNullable<Definition["tuples"]> = documents.map(({ tenant, instance, folder }) => ({
  tenant,
  subject: folder,
  relation: "parent",
  object: instance,
}));
