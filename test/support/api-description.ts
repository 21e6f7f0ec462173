import type { Permit } from "../../src/api/index.js";
import { isObject, Schemas, type Schema } from "./json-schema.js";

/** The API as it describes itself in /openapi.json, and whether answers are as described. */

export interface Operation {
  method: string;
  /** With `{names}` for what varies. */
  path: string;
  query: { name: string; schema: Schema }[];
  params: string[];
  input: Schema | null;
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

interface Document {
  openapi: string;
  components: { schemas: Record<string, Schema> };
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: { in: string; name: string; schema: Schema }[];
        requestBody?: { content: Record<string, { schema: Schema }> };
        responses: Operation["responses"];
      }
    >
  >;
}

export class ApiDescription {
  readonly operations: readonly Operation[];
  readonly answers: Schemas;
  readonly inputs: Schemas;

  constructor(readonly document: Document) {
    this.answers = new Schemas(document.components.schemas, true);
    this.inputs = new Schemas(document.components.schemas);
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { parameters = [], requestBody, responses }]) => ({
        method: method.toUpperCase(),
        path,
        query: parameters.filter((each) => each.in === "query"),
        params: parameters.filter((each) => each.in === "path").map(({ name }) => name),
        input: requestBody?.content["application/json"]?.schema ?? null,
        responses,
      })),
    );
  }

  static async of(permit: Permit): Promise<ApiDescription> {
    const response = await permit.fetch(new Request("http://app.example/openapi.json"));
    return new ApiDescription((await response.json()) as Document);
  }

  operation(route: string): Operation {
    const found = this.operations.find(({ method, path }) => `${method} ${path}` === route);
    if (!found) throw new Error(`${route} is not described`);
    return found;
  }

  /** Throws unless the answer to this request is one that the description names, in the shape it names. */
  async check(request: Request, response: Response): Promise<void> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/v2/") || response.headers.get("content-type")?.startsWith("text/")) return;
    const operation = this.operations
      .filter(({ method, path }) => method === request.method && matches(path, pathname))
      .sort((a, b) => a.params.length - b.params.length)[0];
    // What is described nowhere is refused, in the words of every refusal.
    const described = operation?.responses[response.status]?.content?.["application/json"]?.schema;
    const schema = described ?? (response.ok ? null : { $ref: "#/components/schemas/Problem" });
    if (!operation && response.ok) return;
    const what = `${request.method} ${pathname} answered ${response.status}`;
    if (operation && !described) throw new Error(`${what}, which is not described`);
    const body: unknown = await response.clone().json();
    const faults = schema ? this.answers.faults(schema, body) : [];
    if (faults.length > 0) throw new Error(`${what}, not as described: ${faults.join("; ")}`);
    if (!response.ok && isObject(body) && body["id"] !== response.headers.get("permit-request-id"))
      throw new Error(`${what} without the id of the request`);
  }
}

const matches = (path: string, pathname: string) =>
  new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(pathname);
