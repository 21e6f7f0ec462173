let isTold = false;

/**
 * Registers a class under its tag, once: a page that loads a second copy of the bundle keeps the first one's
 * elements, where `customElements.define` would throw and stop the script. The second copy says so, once.
 */
export const customElement =
  (tag: string) =>
  (elementClass: CustomElementConstructor): void => {
    if (!customElements.get(tag)) return customElements.define(tag, elementClass);
    if (isTold) return;
    isTold = true;
    console.warn(
      `Permit Elements are on this page more than once. <${tag}> and the others stay those loaded first; load them once.`,
    );
  };
