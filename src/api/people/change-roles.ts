import { command } from "../endpoint.js";
import { ChangeRolesInput, PeopleAnswer } from "./contract.js";
import { personRows, refuse } from "./person-rows.js";

export const changeRoles = command({
  route: "POST /people/roles",
  summary: "Change the roles of one or several people; each person is judged as a whole",
  action: "user.change-roles",
  elements: ["user-management", "role-assignment"],
  input: ChangeRolesInput,
  answer: PeopleAnswer,
  concerns: ({ changes }) => ({
    users: changes.map(({ user }) => user),
    places: changes.flatMap(({ grant }) => grant.flatMap(({ instance }) => instance ?? [])),
  }),
  rows: ({ changes }) => changes.length,
  run: async (context, { changes, dry_run = false }) =>
    personRows(context, changes, dry_run, ({ user, grant, revoke }) => {
      const hidden = [...grant, ...revoke].find(({ role }) => !context.visible.has(role));
      if (hidden) return refuse(unknownRole(hidden.role));
      return context.judge({
        act: "change-roles",
        user,
        grant: grant.map(toGrant),
        revoke: revoke.map(({ role, instance }) => ({ role, place: instance ?? null })),
      });
    }),
});

export const unknownRole = (role: string) => ({
  code: "unknown_role",
  limit: "tenant",
  message: `There is no role ${role} here.`,
});

export function toGrant({
  role,
  instance,
  ends_at,
}: {
  role: string;
  instance?: string | undefined;
  ends_at?: string | null | undefined;
}) {
  return { role, place: instance ?? null, ends: ends_at == null ? null : Date.parse(ends_at) };
}
