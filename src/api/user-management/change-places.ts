import type { CommandName } from "../commands.js";
import type { Act } from "../delegation/types.js";
import { command } from "../endpoint.js";
import { PeopleAnswer } from "../people/contract.js";
import { PeopleInput } from "./contract.js";
import { personRows } from "../people/person-rows.js";

/** Suspend, reactivate and remove differ in their name only. */
const changePlaces = (action: CommandName, verb: "suspend" | "reactivate" | "remove", summary: string) =>
  command({
    route: `POST /people/${verb}`,
    summary,
    action,
    elements: ["user-management"],
    input: PeopleInput,
    answer: PeopleAnswer,
    concerns: ({ people }) => ({ users: people.map(({ user }) => user) }),
    rows: ({ people }) => people.length,
    run: async (context, { people, dry_run = false }) =>
      personRows(context, people, dry_run, ({ user }) => context.judge({ act: verb, user } satisfies Act)),
  });

export const suspendPeople = changePlaces(
  "user.suspend",
  "suspend",
  "Suspend people: they keep their roles, which count for nothing meanwhile",
);
export const reactivatePeople = changePlaces(
  "user.reactivate",
  "reactivate",
  "Reactivate people: judged as a grant of all that comes back",
);
export const removePeople = changePlaces(
  "user.remove",
  "remove",
  "Remove people from this tenant, with every role they hold here",
);
