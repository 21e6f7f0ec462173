/** Lines of the catalogue that this product gives no hold to, or not yet, each with the reason. */
export const doesNotApply: Readonly<Record<number, string>> = {
  3: "not yet: no door makes API keys; the one there is comes with the first start",
  5: "only people hold roles: there are no groups to invite in their place",
  12: "there are no credentials to delete: the host signs people in",
  24: "no role is built in: what the vendor does, it does with an API key, not with a role",
  30: "there are no passwords to reset: the host signs people in",
  32: "not yet: users have neither keys nor second factors here",
  65: "not yet: there are no accounts for machines",
  66: "not yet: keys are not derived from keys, and importing is a function of the host's program, not a door",
  67: "there is one transport, HTTP, and one handler: nothing trusts another layer",
  68: "API keys belong to the environment, never to a user who could lose their rights",
  69: "not yet: a key's authority is its environment's, and is not composed of a user's permissions",
  79: "there are no feature flags",
  80: "not yet: nothing provisions people but the host's own program",
};
