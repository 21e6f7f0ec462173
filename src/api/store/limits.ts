import { z } from "zod";
import type { AttributeMatch, Delegation } from "../delegation/types.js";

/** The further limits of a written delegation, as they are stored. What does not parse allows nothing. */

const Match = z.array(
  z.strictObject({ name: z.string(), in: z.array(z.union([z.string(), z.number(), z.boolean()])) }),
);
const Count = z.number().int().min(0).nullable();

export const StoredLimits = z.strictObject({
  where: Match.nullable(),
  targets: z.strictObject({
    attributes: Match.nullable(),
    groups: z.array(z.string()).nullable(),
    domains: z.array(z.string()).nullable(),
  }),
  places: z.strictObject({
    tenant: z.boolean(),
    types: z.array(z.string()),
    instances: z.array(z.string()),
    own: z.boolean(),
  }),
  time: z.strictObject({ mustEnd: z.boolean(), longest: z.number().positive().nullable() }),
  counts: z.strictObject({
    openInvitations: Count,
    bulk: Count,
    grantsPerHour: Count,
    seats: Count,
    holders: z.record(z.uuid(), z.number().int().min(0)),
  }),
  domains: z.strictObject({
    allow: z.array(z.string()).nullable(),
    ask: z.array(z.string()),
    refuse: z.array(z.string()),
  }),
  approval: z.array(
    z.strictObject({
      roles: z.array(z.uuid()),
      count: z.number().int().min(1),
      reviewers: z.array(z.uuid()),
    }),
  ),
  justification: z.boolean(),
  attributes: z.array(z.string()),
});
export type StoredLimits = z.infer<typeof StoredLimits>;

type Limits = Pick<
  Delegation,
  "targets" | "places" | "time" | "counts" | "domains" | "approval" | "justification" | "attributes"
>;

export function parseLimits(stored: unknown): (Limits & { where: readonly AttributeMatch[] | null }) | null {
  const parsed = StoredLimits.safeParse(stored);
  if (!parsed.success) return null;
  const { counts, approval, attributes, ...rest } = parsed.data;
  return {
    ...rest,
    counts: { ...counts, holders: new Map(Object.entries(counts.holders)) },
    approval: approval.map(({ roles, count, reviewers }) => ({
      roles: new Set(roles),
      count,
      reviewers: new Set(reviewers),
    })),
    attributes: new Set(attributes),
  };
}
