import type { Delegation, Facts, Guardrails, Role } from "../../../src/api/delegation/types.js";
import type { Asked } from "./state.js";

/** How much of a tenant is looked at: everything that is not in it stays as it is. */
export interface Scope {
  /** Everybody who may ever be in the tenant; the first begins as its owner. */
  names: readonly string[];
  roles: readonly Role[];
  /** What the operator may make of the delegations. */
  variants: readonly (readonly Delegation[])[];
  guardrails: Guardrails;
  derivations?: Facts["derivations"];
  /** Where a role can be held: only for roles on resources. */
  places?: readonly string[];
  /** How many roles somebody holds at most. */
  most: number;
  /** Whether roles and invitations may end, and a day may pass. */
  ending: boolean;
  invitations: boolean;
  /** What may be asked for, if anything. */
  asks: ((asked: Pick<Asked, "kind" | "act" | "requester" | "whom">) => boolean) | null;
  /** How many acts after the beginning; without it, all there are. */
  depth?: number;
}
