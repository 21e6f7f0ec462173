import { preparsePolicySet, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import { rolesByPlace, type Contender } from "./contender.js";

export const cedar: Contender = {
  name: "Cedar",
  given:
    "a policy a role and type, parsed beforehand; with each check the user with the roles that the host's maps find",
  load(data) {
    const policies = data.roles.flatMap(({ key, permissions }) =>
      [...new Set(permissions.map(({ type }) => type))].map((type) => {
        const allowed = permissions.filter((each) => each.type === type);
        const actions = allowed.map(({ action }) => `Action::"${action}"`).join(", ");
        return `permit(principal in Role::"${key}", action in [${actions}], resource == Type::"${type}");`;
      }),
    );
    const parsed = preparsePolicySet("bench", { staticPolicies: policies.join("\n") });
    if (parsed.type === "failure") throw new Error(JSON.stringify(parsed.errors));
    const places = rolesByPlace(data);
    return Promise.resolve(({ user, action, resource }) => {
      const held = places.get(user.key)?.get(resource.tenant) ?? [];
      const principal = { type: "User", id: user.key };
      const answer = statefulIsAuthorized({
        principal,
        action: { type: "Action", id: action },
        resource: { type: "Type", id: resource.type },
        context: {},
        preparsedPolicySetId: "bench",
        entities: [{ uid: principal, attrs: {}, parents: held.map((id) => ({ type: "Role", id })) }],
      });
      return answer.type === "success" && answer.response.decision === "allow";
    });
  },
};
