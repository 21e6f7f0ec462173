import type { Delegation } from "./types.js";

const address = /^[^\s@]+@([^\s@.]+(?:\.[^\s@.]+)*)$/;

/** The domain of an address, or `null` for what is no address. */
export function domainOf(email: string | null): string | null {
  return (email !== null && address.exec(email)?.[1]?.toLowerCase()) || null;
}

/** The very domain: a subdomain is another one, and so is one that merely ends alike. */
export function includesDomain(domains: readonly string[], domain: string | null): boolean {
  return domain !== null && domains.some((each) => each.toLowerCase() === domain);
}

/** 2 where it may be invited, 1 with the agreement of others, 0 not: refusing comes before asking, that before allowing. */
export function opennessTo({ allow, ask, refuse }: Delegation["domains"], name: string): 0 | 1 | 2 {
  const domain = name.toLowerCase();
  if (includesDomain(refuse, domain)) return 0;
  if (includesDomain(ask, domain)) return 1;
  return allow === null || includesDomain(allow, domain) ? 2 : 0;
}
