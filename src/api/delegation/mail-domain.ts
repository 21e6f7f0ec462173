const address = /^[^\s@]+@([^\s@.]+(?:\.[^\s@.]+)*)$/;

/** The domain of an address, or `null` for what is no address. */
export function domainOf(email: string | null): string | null {
  return (email !== null && address.exec(email)?.[1]?.toLowerCase()) || null;
}

/** The very domain: a subdomain is another one, and so is one that merely ends alike. */
export function includesDomain(domains: readonly string[], domain: string | null): boolean {
  return domain !== null && domains.some((each) => each.toLowerCase() === domain);
}
