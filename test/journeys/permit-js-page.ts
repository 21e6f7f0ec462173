import published from "@permitio/permit-js";

/** What its CommonJS calls the default is a property of what a bundler takes for that. */
const { default: permit } = published as unknown as { default: typeof published };

/** What a page of the vendor's customers does with the published client. */
Object.assign(globalThis, { permit });
