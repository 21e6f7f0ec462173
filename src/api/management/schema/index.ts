import type { Operation } from "../operation.js";
import { attributeOperations } from "./attributes.js";
import { bulkRoleOperations } from "./bulk-roles.js";
import { conditionSetOperations } from "./condition-sets.js";
import { implicitGrantOperations } from "./implicit-grants.js";
import { partOperations } from "./parts.js";
import { resourceOperations } from "./resources.js";
import { roleOperations } from "./roles.js";
import { setRuleOperations } from "./set-rules.js";

/** Resources, roles, condition sets and their rules, user attributes, groups. */
export const schemaOperations: readonly Operation[] = [
  ...resourceOperations,
  ...partOperations,
  ...attributeOperations,
  ...roleOperations,
  ...implicitGrantOperations,
  ...bulkRoleOperations,
  ...conditionSetOperations,
  ...setRuleOperations,
];
