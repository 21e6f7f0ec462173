/**
 * The actions of a schema by type and key, some dozens at most, and found by every check: a few letters of both say the
 * row, and names that agree in those stand in the rows that follow.
 */
export class ActionTable<Action extends { readonly type: string; readonly key: string }> {
  readonly #mask: number;
  readonly #rows: (Action | null)[];

  constructor(actions: readonly Action[]) {
    let rows = 16;
    while (rows < actions.length * 8) rows *= 2;
    this.#mask = rows - 1;
    this.#rows = new Array<null>(rows).fill(null);
    for (const action of actions) {
      let row = letters(action.type, action.key) & this.#mask;
      while (this.#rows[row]) row = (row + 1) & this.#mask;
      this.#rows[row] = action;
    }
  }

  find(type: string, key: string): Action | null {
    for (let row = letters(type, key) & this.#mask; ; row = (row + 1) & this.#mask) {
      const action = this.#rows[row] ?? null;
      if (action === null || (action.key === key && action.type === type)) return action;
    }
  }
}

function letters(type: string, key: string): number {
  if (type.length === 0 || key.length === 0) return 0;
  const ofType = type.charCodeAt(type.length - 1) * 31 + type.charCodeAt(0) + type.length;
  const ofKey = key.charCodeAt(key.length - 1) * 31 + key.charCodeAt(0) + key.length;
  return Math.imul(ofType * 211 + ofKey, 0x9e3779b1) >>> 16;
}
