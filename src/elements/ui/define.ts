/**
 * Registers a class under its tag, once: a page that loads a second copy of the bundle keeps the first one's
 * elements, where `customElements.define` would throw and stop the script.
 */
export const customElement =
  (tag: string) =>
  (elementClass: CustomElementConstructor): void => {
    if (!customElements.get(tag)) customElements.define(tag, elementClass);
  };
