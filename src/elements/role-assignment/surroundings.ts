import type { LitElement } from "lit";
import type { ChangeRolesInput, PeopleAnswer } from "../../api/people/contract.js";
import type { ElementConnection } from "../connection/element-connection.js";
import type { Asking } from "../people/asking.js";
import type { HeldBefore } from "../people/undo.js";
import type { AssignmentMessages } from "./messages.js";
import type { ApprovalsRoutes } from "../../api/approvals/contract.js";
import type { RoleAssignmentRoutes } from "../../api/role-assignment/contract.js";

/** What the panels of role assignment have around them. */
export interface Surroundings {
  host: LitElement & { readonly: boolean };
  connection: ElementConnection<RoleAssignmentRoutes & ApprovalsRoutes>;
  words: () => AssignmentMessages;
  hides: (part: string) => boolean;
  /** Changes roles, says so, and offers the way back. */
  change: (input: ChangeRolesInput, heldBefore: HeldBefore, signal?: AbortSignal) => Promise<PeopleAnswer>;
  /** How others are asked where they must agree. */
  asking: () => Asking;
  /** Says what was done. */
  tell: (text: string) => void;
}
