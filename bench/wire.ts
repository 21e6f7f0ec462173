/** What the two comparison pages need to know of the wire. */
export type { OpenSessionInput, Session } from "../src/api/wire.js";
export type { PeoplePage, Person } from "../src/api/people/contract.js";
