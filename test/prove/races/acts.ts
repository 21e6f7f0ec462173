import type { Permit } from "../../../src/api/index.js";
import type { CommandName } from "../../../src/api/commands.js";
import { operatorsActs } from "./operators-acts.js";
import type { Scene } from "./scene.js";

/** What two may do at the same moment in one tenant, where each may spoil what the other was allowed. */

export interface RaceAct {
  /** The command it sends, or the operator's method. */
  sends: CommandName | "define" | "importPeople";
  /** Answers what became of it, in one line. */
  act: (permit: Permit, scene: Scene) => Promise<string>;
}

const forever = "2099-01-01T00:00:00Z";
const changing = (
  by: string,
  user: string,
  grant: string[],
  revoke: string[],
  more: object = {},
): RaceAct => ({
  sends: "user.change-roles",
  act: (permit, scene) =>
    scene.send(permit, by, "POST /people/roles", {
      changes: [
        {
          user: scene.user(user),
          grant: grant.map((role) => ({ role: scene.role(role), ...more })),
          revoke: revoke.map((role) => ({ role: scene.role(role) })),
        },
      ],
    }),
});
const placing = (sends: CommandName, verb: string, by: string, user: string): RaceAct => ({
  sends,
  act: (permit, scene) =>
    scene.send(permit, by, `POST /people/${verb}`, { people: [{ user: scene.user(user) }] }),
});
const inviting = (by: string, email: string, role: string): RaceAct => ({
  sends: "user.invite",
  act: (permit, scene) =>
    scene.send(permit, by, "POST /invitations", {
      invitations: [{ email, roles: [{ role: scene.role(role) }] }],
    }),
});
const invited = (sends: CommandName, what: string, by: string): RaceAct => ({
  sends,
  act: (permit, scene) => scene.send(permit, by, `POST /invitations/${scene.invitation}/${what}`, {}),
});
const editing = (sends: CommandName, what: string, by: string, input: object): RaceAct => ({
  sends,
  act: (permit, scene) =>
    scene.send(permit, by, `PATCH /people/${scene.user("victor")}/${what}`, {
      ...input,
      version: scene.version("victor"),
    }),
});

const reviewing = (by: string, agrees: boolean): RaceAct => ({
  sends: "request.review",
  act: (permit, scene) => scene.send(permit, by, `POST /requests/${scene.request}/review`, { agrees }),
});

export const raceActs: Readonly<Record<string, RaceAct>> = {
  ...operatorsActs,
  "one owner demotes the other": changing("olivia", "oscar", ["viewer"], ["owner"]),
  "the other owner demotes the one": changing("oscar", "olivia", ["viewer"], ["owner"]),
  "one owner leaves": {
    sends: "tenant.leave",
    act: (permit, scene) => scene.send(permit, "olivia", "POST /leave", {}),
  },
  "the other owner leaves": {
    sends: "tenant.leave",
    act: (permit, scene) => scene.send(permit, "oscar", "POST /leave", {}),
  },
  "one owner's role is given an end": changing("oscar", "olivia", ["owner"], [], { ends_at: forever }),
  "the manager's role is taken": changing("olivia", "maria", ["editor"], ["manager"]),
  "the manager gives a role": changing("maria", "victor", ["editor"], []),
  "the manager extends a role": changing("maria", "ana", ["editor"], [], { ends_at: forever }),
  "an owner takes that role": changing("oscar", "ana", ["viewer"], ["editor"]),
  "the manager is suspended": placing("user.suspend", "suspend", "oscar", "maria"),
  "the manager is removed": placing("user.remove", "remove", "olivia", "maria"),
  "the manager removes somebody": placing("user.remove", "remove", "maria", "victor"),
  "the manager lets somebody back": placing("user.reactivate", "reactivate", "maria", "sam"),
  "an owner removes whom they let back": placing("user.remove", "remove", "olivia", "sam"),
  "the manager invites into the last seat": inviting("maria", "guest-1@new.example", "editor"),
  "an owner invites into the last seat": inviting("olivia", "guest-2@new.example", "viewer"),
  "an owner invites the same address": inviting("olivia", "guest-1@new.example", "viewer"),
  "the invitation is accepted": { sends: "invitation.accept", act: (permit, scene) => scene.accept(permit) },
  "the invitation is cancelled": invited("invitation.cancel", "cancel", "olivia"),
  "the invitation is sent again": invited("invitation.resend", "resend", "oscar"),
  "its link is copied": invited("invitation.copy-link", "link", "maria"),
  "somebody's profile is edited": editing("user.edit-profile", "profile", "maria", { title: "One" }),
  "their attributes are edited": editing("user.edit-attributes", "attributes", "olivia", {
    attributes: { badge: 7 },
  }),
  "somebody asks for a role": {
    sends: "request.ask",
    act: (permit, scene) =>
      scene.send(permit, "ana", "POST /requests", {
        kind: "access",
        person: { user: scene.user("ana"), grant: [{ role: scene.role("billing") }] },
      }),
  },
  "an owner agrees to a request": reviewing("olivia", true),
  "the other owner agrees to it": reviewing("oscar", true),
  "the manager declines it": reviewing("maria", false),
  "it is withdrawn": {
    sends: "request.withdraw",
    act: (permit, scene) => scene.send(permit, "victor", `POST /requests/${scene.request}/withdraw`, {}),
  },
  "the same request is sent twice": {
    sends: "user.change-roles",
    act: (permit, scene) =>
      scene.send(
        permit,
        "olivia",
        "POST /people/roles",
        { changes: [{ user: scene.user("ana"), grant: [{ role: scene.role("billing") }], revoke: [] }] },
        { "idempotency-key": "once" },
      ),
  },
  "the vendor tightens what managers may": {
    sends: "define",
    act: (permit) =>
      permit
        .define({
          delegations: [
            {
              role: "manager",
              tenant: "alder",
              verbs: ["user.view", "user.invite"],
              roles: { keys: ["viewer"] },
              mode: "bind",
            },
          ],
        })
        .then(() => "defined"),
  },
  "the vendor imports into the last seat": {
    sends: "importPeople",
    act: (permit) =>
      permit.importPeople("alder", [{ key: "guest-3", roles: ["viewer"] }]).then(
        () => "imported",
        (error: Error) => error.message,
      ),
  },
};

/** Those of which every schedule is tried each time: one of the two would spoil what the other was allowed. */
export const telling: readonly (readonly [string, string])[] = [
  ["one owner demotes the other", "the other owner demotes the one"],
  ["one owner leaves", "the other owner demotes the one"],
  ["the manager gives a role", "the manager's role is taken"],
  ["the manager gives a role", "the manager is suspended"],
  ["the manager gives a role", "the vendor tightens what managers may"],
  ["the manager invites into the last seat", "an owner invites into the last seat"],
  ["the manager invites into the last seat", "the vendor imports into the last seat"],
  ["the manager invites into the last seat", "an owner invites the same address"],
  ["the invitation is accepted", "the invitation is accepted"],
  ["the invitation is accepted", "the invitation is cancelled"],
  ["the invitation is accepted", "the invitation is sent again"],
  ["the invitation is accepted", "the manager is removed"],
  ["an owner agrees to a request", "the other owner agrees to it"],
  ["an owner agrees to a request", "it is withdrawn"],
  ["an owner agrees to a request", "the other owner demotes the one"],
  ["somebody's profile is edited", "their attributes are edited"],
  ["the same request is sent twice", "the same request is sent twice"],
  ["the manager removes somebody", "somebody's profile is edited"],
  ["the manager gives a role", "an operator writes what managers may"],
  ["an operator edits limits", "another operator edits them"],
  ["an operator edits limits", "an operator removes them"],
];
