/** A cell of a grid; column 0 is the header of its row. */
export interface At {
  row: number;
  column: number;
}

/** Where a key leads from a cell; undefined where it leads nowhere. */
export function walkCells(event: KeyboardEvent, { row, column }: At, last: At, isRightToLeft: boolean) {
  const forwards = isRightToLeft ? -1 : 1;
  const end = event.ctrlKey || event.metaKey;
  const next: Record<string, At> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowRight: { row, column: column + forwards },
    ArrowLeft: { row, column: column - forwards },
    Home: { row: end ? 0 : row, column: 0 },
    End: { row: end ? last.row : row, column: last.column },
  };
  const found = next[event.key];
  if (!found) return undefined;
  return {
    row: Math.max(0, Math.min(found.row, last.row)),
    column: Math.max(0, Math.min(found.column, last.column)),
  };
}
