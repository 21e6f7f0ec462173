import { createAdaptorServer } from "@hono/node-server";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createPermit, type Definition, type Permit } from "permit-elements/server";
import { umbrella } from "../demo/seed/companies.js";
import { peopleOf, personAt, type Company } from "../demo/seed/company.js";
import { definition } from "../demo/seed/definition.js";
import { createTestDatabase, ensureTestPostgres } from "../test/support/test-postgres.js";
import { builtPages, type ServedFile } from "./pages.js";

/** The two tenants, by what the report calls them. */
export type TenantName = "few" | "many";

/** A customer's server with the three pages on it. */
export interface Host {
  url: string;
  /** What is typed into the search: a family name of several among many, and of somebody among few. */
  searchTerm: string;
  close(): Promise<void>;
}

export async function startHost({ many }: { many: number }): Promise<Host> {
  const companies = { few: companyOf("few", 50), many: companyOf("many", many) };
  const stopPostgres = await ensureTestPostgres();
  const database = await createTestDatabase();
  const permit = await createPermit({
    database: database.url,
    acceptUrl: "http://127.0.0.1/join",
    session: (request) => Promise.resolve(ownerOf(companies[tenantOf(request)])),
    requestsPerMinute: 1_000_000,
  });
  await permit.define(withoutColumns);
  for (const company of Object.values(companies)) await permit.importPeople(company.key, peopleOf(company));
  const server = serve(await builtPages(), permit);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    searchTerm: personAt(companies.few, someNumber).name?.split(" ").at(-1) ?? "",
    async close() {
      server.closeAllConnections();
      server.close();
      await permit.close();
      await database.drop();
      await stopPostgres();
    },
  };
}

const someNumber = 7;

function companyOf(key: TenantName, size: number): Company {
  const known = new Map([[0, { key: `${key}-owner`, name: "Olena Owner", roles: ["owner"] }]]);
  return { ...umbrella, key, size, known, domain: `${key}.example` };
}

/** The owner is at every screen: whoever may do everything has most to look at. */
function ownerOf(company: Company) {
  const { key, name, email } = personAt(company, 0);
  return { user: { key, name: name ?? key, email: email ?? "", emailVerified: true }, tenant: company.key };
}

/** The demo's definition with the columns that the comparison pages show, and no more. */
const withoutColumns: Definition = {
  ...definition,
  elements: { team: { type: "user-management", name: "Team", roles_to_levels: levels() } },
  delegations: [],
  tenants: { few: { name: "Few" }, many: { name: "Many" } },
};

function levels() {
  const { roles_to_levels } = definition.elements?.["team"] ?? {};
  if (!roles_to_levels) throw new Error("The demo has no element for its team.");
  return roles_to_levels;
}

/** The tenant is a cookie of the visit, so that all pages send the same request. */
function tenantOf(request: Request): TenantName {
  return /\btenant=many\b/.test(request.headers.get("cookie") ?? "") ? "many" : "few";
}

function serve(files: ReadonlyMap<string, ServedFile>, permit: Permit): Server {
  const fetch = (request: Request): Response | Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    if (pathname.startsWith("/permit/"))
      return permit.fetch(
        new Request(new URL(pathname.slice("/permit".length) + search, request.url), request),
      );
    const file = files.get(pathname);
    if (!file) return new Response(null, { status: 404 });
    const headers = { "content-type": file.type, "content-encoding": "br", "cache-control": "no-cache" };
    return new Response(file.brotli, { headers });
  };
  return createAdaptorServer({ fetch }) as Server;
}
