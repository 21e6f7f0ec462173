import { copyEnvironment } from "./copy-environment.js";
import { environmentOperations } from "./environments.js";
import { keyOperations } from "./keys.js";
import { organizationItself } from "./organizations.js";
import { projectOperations } from "./projects.js";

/** Organization, projects, environments and API keys. */
export const organizationOperations = [
  ...organizationItself,
  ...projectOperations,
  ...environmentOperations,
  copyEnvironment,
  ...keyOperations,
];
