import type { Bug } from "./bug.js";
import { bugsOfCommands } from "./commands.js";
import { bugsOfTheDatabase } from "./database.js";
import { bugsOfInvitations } from "./invitations.js";
import { bugsOfLogAndFeed } from "./log-and-feed.js";
import { bugsOfPeople } from "./people.js";
import { bugsOfSessions } from "./sessions.js";

export const bugs: Readonly<Record<string, readonly Bug[]>> = {
  "who asks": bugsOfSessions,
  "a command": bugsOfCommands,
  "an invitation": bugsOfInvitations,
  "what is shown of people": bugsOfPeople,
  "the log, the live feed and the sweep": bugsOfLogAndFeed,
  "the database": bugsOfTheDatabase,
};
