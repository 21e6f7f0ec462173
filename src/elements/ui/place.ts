const gap = 4;
const margin = 8;

/** Puts a fixed panel below its anchor, or above where there is more room; always inside the window. */
export function place(panel: HTMLElement, anchor: Element, align: "start" | "end"): void {
  const beside = anchor.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const roomBelow = innerHeight - beside.bottom;
  const above = roomBelow < height + gap + margin && beside.top > roomBelow;
  const rightToLeft = getComputedStyle(panel).direction === "rtl";
  const atLeft = (align === "start") !== rightToLeft;
  const left = atLeft ? beside.left : beside.right - width;
  const top = above ? beside.top - height - gap : beside.bottom + gap;
  panel.style.left = `${Math.max(margin, Math.min(left, innerWidth - width - margin))}px`;
  panel.style.top = `${Math.max(margin, Math.min(top, innerHeight - height - margin))}px`;
}
