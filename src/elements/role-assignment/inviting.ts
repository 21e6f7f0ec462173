import type { ChangeRolesInput, InviteInput, PeopleAnswer } from "../../api/people/contract.js";
import type { InstanceAccess } from "../../api/role-assignment/contract.js";
import type { Role } from "../../api/wire.js";
import { doAct } from "../people/do-act.js";
import type { Subject } from "../people/subject.js";
import type { Surroundings } from "./surroundings.js";

/** Somebody who is not here yet, known by their address only. */
export function newcomer(email: string, { instance, roles }: InstanceAccess): Subject {
  return {
    user: email,
    name: email,
    version: 0,
    instance: instance.key,
    held: new Map(),
    cannotGive: new Map(roles.flatMap((role) => (role.cannot_give ? [[role.id, role.cannot_give]] : []))),
    cannotTake: new Map(),
  };
}

/** Gives roles to an address by inviting it: the form of roles asks and is answered as for somebody who is here. */
export function inviting({ host, connection, words, tell }: Surroundings, roles: readonly Role[]) {
  return async ({ changes, ...how }: ChangeRolesInput, signal?: AbortSignal): Promise<PeopleAnswer> => {
    const input: InviteInput = {
      ...how,
      invitations: changes.map(({ user, grant = [] }) => ({ email: user, roles: grant })),
    };
    const answer = await doAct(host, "invite", input, () =>
      connection.send("POST /invitations", { input, signal }),
    );
    const given = new Set(changes.flatMap(({ grant = [] }) => grant.map(({ role }) => role)));
    const labels = new Set(roles.filter(({ id }) => given.has(id)).flatMap(({ permissions }) => permissions));
    const [row] = answer.rows;
    if (!answer.dry_run && row && row.outcome !== "refused") {
      const { share } = words();
      if (row.outcome === "granted") tell(share.granted(row.email));
      else tell(row.sent === false ? share.notSent(row.email) : share.invited(row.email));
    }
    return {
      ...answer,
      rows: answer.rows.map(({ email, outcome, reasons }) => ({
        user: email,
        name: email,
        outcome: outcome === "refused" ? "refused" : "done",
        reasons,
        gains: [...labels].map((label) => ({ permission: label, label })),
        loses: [],
        version: null,
      })),
    };
  };
}
