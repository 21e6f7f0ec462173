interface Rows {
  active: number;
  last: number;
  page: number;
}

/**
 * Keys of the grid: up, down, page and end walk the rows, left and right the controls of one row. Answers the row to
 * go to, if the key says so.
 */
export function walkRows(event: KeyboardEvent, { active, last, page }: Rows): number | undefined {
  const target = event.target as HTMLElement;
  const row = target.closest<HTMLElement>(".row");
  if (!row || event.altKey || event.metaKey) return undefined;
  const to = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: last,
  }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    return Math.max(0, Math.min(to, last));
  }
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    event.preventDefault();
    const forward = (event.key === "ArrowRight") !== (getComputedStyle(row).direction === "rtl");
    const stops = [row, ...row.querySelectorAll<HTMLElement>("[data-deed]")];
    const at = stops.indexOf(target);
    stops[Math.max(0, Math.min(at + (forward ? 1 : -1), stops.length - 1))]?.focus();
  }
  return undefined;
}
