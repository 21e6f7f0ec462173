import { elementOperations } from "./element-configurations/index.js";
import { factOperations } from "./facts/index.js";
import type { Operation } from "./operation.js";
import { organizationOperations } from "./organization/index.js";
import { schemaOperations } from "./schema/index.js";

/** Every operation of the management API that is served. */
export const operations: readonly Operation[] = [
  ...organizationOperations,
  ...schemaOperations,
  ...factOperations,
  ...elementOperations,
];
