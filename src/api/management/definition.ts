import { z } from "zod";
import { canonicalDomain } from "../addresses.js";
import { elementTypes } from "../wire.js";
import { verbs } from "../delegation/types.js";

/**
 * What an environment is made of, written down by the host's backend and handed to `permit.define()`: resources
 * with their actions, roles, attributes, elements with their levels, delegations and tenants. Everything is named by
 * key. Defining is repeatable: what is there is updated, what is not mentioned stays.
 */

const Key = z
  .string()
  .regex(/^[A-Za-z0-9\-_]+$/, "letters, digits, - and _ only")
  .refine((key) => !/^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(key), "may not look like a UUID");
/** A role by its key, one on instances as `resource:role`. */
const RoleName = z.string().regex(/^([A-Za-z0-9\-_]+:)?[A-Za-z0-9\-_]+$/, "a role's key, or resource:role");
/** A mail domain, as addresses have it when they are compared. */
const Domain = z.string().transform((text, context) => {
  const domain = canonicalDomain(text);
  if (domain === null) context.addIssue({ code: "custom", message: `${text} is no mail domain` });
  return domain ?? text;
});
const Value = z.union([z.string(), z.number(), z.boolean()]);
const Match = z.record(z.string(), z.union([Value, z.strictObject({ in: z.array(Value) })]));

export const RoleDefinition = z.strictObject({
  name: z.string(),
  description: z.string().default(""),
  /** `resource:action`; on a resource role the bare action will do. */
  permissions: z.array(z.string()).default([]),
  /** Keys of roles whose permissions it has too. */
  extends: z.array(Key).default([]),
  attributes: z.record(z.string(), z.unknown()).default({}),
});

export const ResourceDefinition = z.strictObject({
  name: z.string(),
  /** By key, each with the words a tenant admin reads: `read: "Read documents"`. */
  actions: z.record(Key, z.string()),
  roles: z.record(Key, RoleDefinition).default({}),
  /** Relation key to the resource it comes from: `{ parent: "folder" }`. */
  relations: z.record(Key, Key).default({}),
  /** Roles here that follow from roles there. */
  derivations: z
    .array(
      z.strictObject({
        role: Key,
        from: z.strictObject({ resource: Key, role: Key }),
        relation: Key,
        unless_direct: z.boolean().default(false),
      }),
    )
    .default([]),
});

export const AttributeDefinition = z.strictObject({
  label: z.string(),
  description: z.string().default(""),
  type: z.enum(["bool", "number", "string", "time", "array", "json", "object", "object_array"]),
  choices: z.array(z.string()).nullable().default(null),
  /** The short form's levels may edit it. A written delegation names what it may edit. */
  editable: z.boolean().default(true),
  /** Its values take part in the search of the people list. */
  searchable: z.boolean().default(false),
});

export const levels = ["LEVEL_1", "LEVEL_2", "LEVEL_3", "LEVEL_4", "HIDDEN"] as const;
export const ElementDefinition = z.strictObject({
  type: z.enum(elementTypes),
  name: z.string(),
  roles_to_levels: z.partialRecord(z.enum(levels), z.array(RoleName)),
  columns: z.array(z.string()).default([]),
});

export const DelegationDefinition = z.strictObject({
  /** Whose holders it lets act. */
  role: RoleName,
  tenant: Key.nullable().default(null),
  element_type: z.enum(elementTypes).nullable().default(null),
  verbs: z.array(z.enum(verbs)).default(["user.view"]),
  roles: z
    .strictObject({ keys: z.array(RoleName).default([]), where: Match.nullable().default(null) })
    .default({ keys: [], where: null }),
  mode: z.enum(["hold", "bind"]).default("hold"),
  passing_on: z.boolean().default(false),
  targets: z
    .strictObject({
      attributes: Match.nullable().default(null),
      groups: z.array(z.string()).nullable().default(null),
      domains: z.array(Domain).nullable().default(null),
    })
    .default({ attributes: null, groups: null, domains: null }),
  places: z
    .strictObject({
      tenant: z.boolean().default(true),
      types: z.array(Key).default([]),
      instances: z.array(z.string()).default([]),
      own: z.boolean().default(false),
    })
    .default({ tenant: true, types: [], instances: [], own: false }),
  time: z
    .strictObject({
      must_end: z.boolean().default(false),
      longest_days: z.number().positive().nullable().default(null),
    })
    .default({ must_end: false, longest_days: null }),
  counts: z
    .strictObject({
      open_invitations: z.number().int().min(0).nullable().default(null),
      bulk: z.number().int().min(0).nullable().default(null),
      grants_per_hour: z.number().int().min(0).nullable().default(null),
      seats: z.number().int().min(0).nullable().default(null),
      holders: z.record(RoleName, z.number().int().min(0)).default({}),
    })
    .default({ open_invitations: null, bulk: null, grants_per_hour: null, seats: null, holders: {} }),
  domains: z
    .strictObject({
      allow: z.array(Domain).nullable().default(null),
      ask: z.array(Domain).default([]),
      refuse: z.array(Domain).default([]),
    })
    .default({ allow: null, ask: [], refuse: [] }),
  approval: z
    .array(
      z.strictObject({
        roles: z.array(RoleName),
        count: z.number().int().min(1),
        reviewers: z.array(RoleName),
      }),
    )
    .default([]),
  justification: z.boolean().default(false),
  attributes: z.array(z.string()).default([]),
});

export const TenantDefinition = z.strictObject({
  name: z.string(),
  attributes: z.record(z.string(), z.unknown()).default({}),
  guardrails: z
    .strictObject({
      seats: z.number().int().min(0).nullable().default(null),
      least: z.record(RoleName, z.number().int().min(1)).default({}),
      most: z.record(RoleName, z.number().int().min(0)).default({}),
      exclusive: z.array(z.array(RoleName).min(2)).default([]),
      ceiling: z.array(z.string()).nullable().default(null),
    })
    .optional(),
});

export const Definition = z.strictObject({
  resources: z.record(Key, ResourceDefinition).default({}),
  roles: z.record(Key, RoleDefinition).default({}),
  attributes: z.record(z.string().min(1).max(100), AttributeDefinition).default({}),
  elements: z.record(Key, ElementDefinition).default({}),
  /** The written delegations of each role and tenant named here replace those written before. */
  delegations: z.array(DelegationDefinition).default([]),
  tenants: z.record(Key, TenantDefinition).default({}),
  /**
   * What is meant although it looks like a mistake: holders of `role` may give `via`, whose holders may give `gives`,
   * which those of `role` may not; delegates may edit an attribute that the limits of a delegation read. Each with why.
   */
  meant: z
    .strictObject({
      leaks: z
        .array(
          z.strictObject({
            role: RoleName,
            via: RoleName,
            gives: RoleName,
            tenant: Key.nullable().default(null),
            why: z.string().min(1).max(2000),
          }),
        )
        .default([]),
      attributes: z.record(z.string().min(1).max(100), z.string().min(1).max(2000)).default({}),
    })
    .default({ leaks: [], attributes: {} }),
  /** Resource instances, `type:key`, with the tenant each lies in and the name that people know it by. */
  instances: z
    .array(z.strictObject({ instance: z.string(), tenant: Key, name: z.string().min(1).max(200).optional() }))
    .default([]),
  /** `subject` is `relation` of `object`, each `type:key`: `{ subject: "folder:1", relation: "parent", object: "document:2" }`. */
  tuples: z
    .array(z.strictObject({ tenant: Key, subject: z.string(), relation: Key, object: z.string() }))
    .default([]),
});
export type Definition = z.input<typeof Definition>;

/** One person to import: who they are, and their place in the tenant. */
export interface ImportedPerson {
  key: string;
  email?: string;
  /** The host has verified the address. Default true. */
  emailVerified?: boolean;
  name?: string;
  status?: "active" | "suspended";
  /** Attributes of the place in this tenant. */
  attributes?: Record<string, unknown>;
  /** Roles by key, in the whole tenant or on an instance (`type:key`), with an optional end. */
  roles?: readonly (string | { role: string; instance?: string; ends?: Date })[];
}
