import { projectOperations } from "./projects.js";

/** Organization, projects, environments and API keys. */
export const organizationOperations = [...projectOperations];
