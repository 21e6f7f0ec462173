import type { Context } from "../request-context.js";
import type { AuditRow } from "../store/audit.js";
import type { PersonDetail } from "./contract.js";

type Line = NonNullable<PersonDetail["history"]>[number];

/** An audit entry as a line about the person it concerns. Roles that the actor can't see stay unnamed. */
export function describeEntry({ rules, visible }: Context, { at, body, people }: AuditRow): Line {
  const role =
    body.role === undefined ? null : visible.has(body.role) ? rules.roles.get(body.role)?.name : null;
  const what = role ?? "a role you can't see";
  const where = body.place ? ` on ${body.place}` : "";
  const ends = body.after && typeof body.after === "object" && "ends" in body.after ? body.after.ends : null;
  const until = typeof ends === "string" ? ` until ${ends.slice(0, 10)}` : "";
  const words: Record<string, string> = {
    "role.grant": `Got ${what}${where}${until}`,
    "role.revoke": until ? `${what}${where} now ends ${until.slice(7)}` : `Lost ${what}${where}`,
    "role.extend": `Keeps ${what}${where}${until || " without end"}`,
    "user.join": "Joined",
    "user.suspend": "Was suspended",
    "user.reactivate": "Was reactivated",
    "user.remove": "Was removed",
    "user.edit-profile": "Profile edited",
    "user.edit-attributes": `Attributes edited: ${Object.keys(Object(people?.after) as object).join(", ")}`,
    "user.import": "Was imported",
    "user.invite": "Was invited",
    "invitation.resend": "Was sent again, with a new link",
    "invitation.copy-link": "Its link was copied, and the one before ended",
    "invitation.accept": "Was accepted",
    "invitation.cancel": "Was cancelled",
    "invitation.expire": "Ran out",
    "request.ask": "Others were asked",
    "request.agree": "Somebody agreed to a request",
    "request.decline": "Somebody declined a request",
    "request.grant": "A request was granted",
    "request.refuse": "A request was refused",
    "request.withdraw": "A request was withdrawn",
    "request.expire": "A request ran out",
    "assignment.expire": `${what}${where} ended`,
  };
  return {
    at: new Date(at).toISOString(),
    action: body.action,
    actor: people?.actor || "the system",
    summary: words[body.action] ?? body.action,
  };
}
