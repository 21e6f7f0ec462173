export const inWords = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");
