export { naiveAllTenants, naiveAuthorized, naivePermissions } from "./answers.js";
export { naiveAllows } from "./decide.js";
export { emptyWorld, retell, tell, type World } from "./world.js";
