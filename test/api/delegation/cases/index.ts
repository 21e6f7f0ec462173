import type { Case } from "../../../support/guard-cases.js";
import { amplification } from "./amplification.js";
import { domainsToAttributes } from "./domains-to-attributes.js";
import { gains } from "./gains.js";
import { guardrails } from "./guardrails.js";
import { invitations } from "./invitations.js";
import { passingOn } from "./passing-on.js";
import { people } from "./people.js";
import { requests } from "./requests.js";
import { targetsAndInstances } from "./targets-and-instances.js";
import { tenantAndSession } from "./tenant-and-session.js";
import { timeAndCounts } from "./time-and-counts.js";
import { verbsAndRoles } from "./verbs-and-roles.js";

/** Everything that is said about the guard, by what limits, in the order of the design. */
export const sections: Readonly<Record<string, Readonly<Record<string, readonly Case[]>>>> = {
  "what a delegation can limit": {
    ...verbsAndRoles,
    ...targetsAndInstances,
    ...timeAndCounts,
    ...domainsToAttributes,
  },
  guardrails,
  "may they": { ...tenantAndSession, ...amplification, ...passingOn, ...people, ...gains },
  invitations,
  requests,
};

export const cases: readonly Case[] = Object.values(sections).flatMap((parts) => Object.values(parts).flat());
