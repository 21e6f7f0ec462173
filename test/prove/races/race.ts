import { Chains } from "../sequences/chains.js";
import { wrongNow } from "../sequences/standing.js";
import { raceActs } from "./acts.js";
import type { Scene } from "./scene.js";
import type { Choose, Stepper } from "./stepper.js";

/** One pair of acts: what the two came to, one after the other, and whether a schedule of both comes to the same. */
export class Race {
  #serial: ReadonlySet<string> | null = null;

  constructor(
    readonly scene: Scene,
    readonly stepper: Stepper,
    readonly names: readonly [string, string],
  ) {}

  /** Runs one schedule; answers what is wrong about what came of it. */
  async run(choose: Choose): Promise<string[]> {
    this.#serial ??= new Set([await this.#once(() => 0), await this.#once(() => 1)]);
    const steps: (0 | 1)[] = [];
    const came = await this.#once(() => {
      const choice = choose();
      steps.push(choice);
      return choice;
    });
    const words = `${this.names.join(" ∥ ")} (${steps.join("")})`;
    const wrong = await this.scene.database.rows<{ wrong: string }>(wrongNow);
    const faults = await new Chains(this.scene.database).faults();
    return [
      ...wrong.map((each) => `${words}: ${each.wrong}`),
      ...faults.map((each) => `${words}: ${each}`),
      ...(this.#serial.has(came)
        ? []
        : [`${words} comes to neither order: ${differenceOf(came, [...this.#serial])}`]),
    ];
  }

  async #once(choose: Choose): Promise<string> {
    const { scene, stepper, names } = this;
    await scene.saved.restore();
    const acting = names.map((name, n) => () => {
      const act = raceActs[name];
      const server = scene.servers[n];
      if (!act || !server) throw new Error(`There is no act "${name}".`);
      return act.act(server, scene);
    });
    const [one, other] = acting;
    if (!one || !other) throw new Error("It takes two.");
    const answers = await stepper.run([one, other], choose);
    return `${answers.join(" | ")}\n${await scene.saved.likeness()}`;
  }
}

/** The lines by which it differs from each order. */
function differenceOf(came: string, orders: readonly string[]): string {
  const lines = came.split("\n");
  return orders
    .map((order) => {
      const others = order.split("\n");
      const only = (some: string[], not: string[]) => some.filter((line) => !not.includes(line)).slice(0, 4);
      return `+ ${only(lines, others).join(" + ")} - ${only(others, lines).join(" - ")}`;
    })
    .join(" OR ")
    .slice(0, 600);
}
