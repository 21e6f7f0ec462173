import { randomUUID } from "node:crypto";
import type { Good, Route } from "../../support/refusals.js";
import type { Scene } from "./scene.js";

/** What is named, as a manager of Acme stands to it. `nothing`: the route names nothing. */
export type Target =
  "nothing" | "oneself" | "within reach" | "out of reach" | "in another tenant" | "not there";

/** By kind of thing, what stands for each target; the first is what the good request names. */
function things(scene: Scene, route: string): Record<string, Partial<Record<Target, string>>> {
  const { ids } = scene;
  const missing = randomUUID();
  return {
    person: {
      "within reach": ids[route.includes("suspend") ? "mei" : route.includes("reactivate") ? "sam" : "ana"],
      oneself: ids["maria"],
      "out of reach": ids["olivia"],
      "in another tenant": ids["gloria"],
      "not there": missing,
    },
    invitation: {
      "within reach": scene.invitation,
      "out of reach": scene.highInvitation,
      "in another tenant": scene.foreignInvitation,
      "not there": missing,
    },
    request: {
      "within reach": scene.request,
      oneself: scene.managersRequest,
      "out of reach": scene.highRequest,
      "in another tenant": scene.foreignRequest,
      "not there": missing,
    },
    instance: {
      "within reach": "document:42",
      "in another tenant": "document:harbour",
      "not there": "document:nope",
    },
    delegation: {
      "within reach": scene.delegation,
      "in another tenant": scene.foreignDelegation,
      "not there": missing,
    },
    mark: { "within reach": scene.mark, "in another tenant": scene.foreignMark, "not there": missing },
    link: {
      "within reach": scene.invitationToken,
      "in another tenant": scene.foreignInvitationToken,
      "not there": "A".repeat(scene.invitationToken.length),
    },
  } as Record<string, Partial<Record<Target, string>>>;
}

/** The route's good request for each target that it can name, and what is named. */
export function everyTarget(route: Route, scene: Scene): { target: Target; named: string; good: Good }[] {
  const good = route.good(scene);
  const kind = kindOf(route.route, good);
  if (kind === null) return [{ target: "nothing", named: "", good }];
  const people = new Set(Object.values(scene.ids));
  return Object.entries(things(scene, route.route)[kind] ?? {}).map(([target, named]) => {
    const isNamed = (key: string, value: string) =>
      kind === key || (kind === "link" && key === "token") || people.has(value);
    const text = JSON.stringify(good, (key, value: unknown) => {
      // Only of those within reach it is known what they hold.
      if (key === "revoke" && target !== "within reach") return [];
      return typeof value === "string" && isNamed(key, value) ? named : value;
    });
    return { target: target as Target, named, good: JSON.parse(text) as Good };
  });
}

function kindOf(route: string, { input }: Good): string | null {
  const [, param] = /\{(\w+)\}/.exec(route) ?? [];
  if (param) return param === "user" ? "person" : param;
  if (input && "token" in input) return "link";
  return JSON.stringify(input ?? {}).includes('"user"') ? "person" : null;
}
