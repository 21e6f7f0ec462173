import { ours, whyNotServed } from "../../src/api/management/not-served.js";
import { operations } from "../../src/api/management/served.js";
import { vendorDescription, vendorRoutes } from "./vendor.js";

const served = new Set(operations.map(({ route }) => route));

/** The page that says of each operation the vendor describes whether it is served here, or why not. */
export function managementTable(): string {
  const byTag = new Map<string, string[]>();
  for (const route of vendorRoutes) {
    const tag = tagOf(route);
    byTag.set(tag, [...(byTag.get(tag) ?? []), route]);
  }
  const sections = [...byTag].map(([tag, routes]) =>
    [`## ${tag}`, "", "| operation | |", "| --- | --- |", ...routes.map(rowOf)].join("\n"),
  );
  return `# The management API

Each operation that the vendor describes, and whether this server serves it. What it does not serve it answers with 501.
Written by \`npm run describe\` from \`src/api/management/\`: it is not edited by hand.

${sections.join("\n\n")}

## Beyond the vendor's description

| operation | |
| --- | --- |
${ours.map(([route, what]) => `| \`${route}\` | ${what} |`).join("\n")}
`;
}

function rowOf(route: string): string {
  const [method = "", path = ""] = route.split(" ");
  return `| \`${route}\` | ${served.has(route) ? "served" : `not served: ${whyNotServed(method, path) ?? ""}`} |`;
}

function tagOf(route: string): string {
  const [method = "", path = ""] = route.split(" ");
  const [tag = "Deprecated"] = vendorDescription.paths[path]?.[method.toLowerCase()]?.tags ?? [];
  return tag.replace(/ \( ?EAP ?\)$/, "");
}
