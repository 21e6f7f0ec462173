import type { Permit } from "permit-elements/server";

/**
 * The policy engine that the official clients take to listen beside the decision point, for checks with `useOpa`. They
 * glue its path to the one they were given for the decision point, so whatever stands before it is passed over.
 */
export function policyEngine({ fetch }: Pick<Permit, "fetch">): (request: Request) => Promise<Response> {
  const path = "v1/data/permit/root";
  return (request) =>
    new URL(request.url).pathname.endsWith(path)
      ? fetch(new Request(new URL(`/${path}`, request.url), request))
      : Promise.resolve(new Response(null, { status: 404 }));
}
