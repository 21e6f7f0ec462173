import { load, post } from "./load.js";

/** Requests a second, medians of all rounds, and what a check costs beside a bare handler of the same server. */
export interface HttpFigures {
  rounds: number;
  bare: number;
  checks: number;
  /** Bare requests for each check: 1 is as quick as a handler that decides nothing. */
  ratio: number;
}

const check = {
  user: { key: "user-7" },
  action: "read",
  resource: { type: "document", tenant: "acme" },
  context: {},
};
const how = { connections: 16, milliseconds: 1500 };

export async function measureHttp(port: number, key: string, rounds: number): Promise<HttpFigures> {
  const isAllowed = (body: string) => body.includes('"allow":true');
  const [asked, bare] = [post("/allowed", key, check), post("/bare", key, check)];
  const figures: Record<"bare" | "checks", number[]> = { bare: [], checks: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const one = async (kind: keyof typeof figures) => {
      const persecond = await load(port, kind === "bare" ? bare : asked, isAllowed, how);
      // The first round warms both.
      if (round > 0) figures[kind].push(persecond);
    };
    // Each begins every second time: what else the machine does falls on both.
    for (const kind of round % 2 === 0 ? (["bare", "checks"] as const) : (["checks", "bare"] as const))
      await one(kind);
  }
  const [bares, checks] = [median(figures.bare), median(figures.checks)];
  return {
    rounds,
    bare: Math.round(bares),
    checks: Math.round(checks),
    ratio: Math.round((bares / checks) * 100) / 100,
  };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
