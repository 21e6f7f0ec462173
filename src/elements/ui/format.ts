/** Numbers, dates and lists as one locale writes them. What writes them is made at its first use: that is slow. */
export class Format {
  readonly locale: string;
  #number = made(() => new Intl.NumberFormat(this.locale));
  #day = made(
    () => new Intl.DateTimeFormat(this.locale, { day: "numeric", month: "short", year: "numeric" }),
  );
  #dayOfThisYear = made(() => new Intl.DateTimeFormat(this.locale, { day: "numeric", month: "short" }));
  #moment = made(() => new Intl.DateTimeFormat(this.locale, { dateStyle: "long", timeStyle: "medium" }));
  #exact = made(() => new Intl.DateTimeFormat(this.locale, { dateStyle: "medium", timeStyle: "long" }));
  #relative = made(() => new Intl.RelativeTimeFormat(this.locale, { numeric: "auto", style: "short" }));
  #and = made(() => new Intl.ListFormat(this.locale, { style: "long", type: "conjunction" }));
  #or = made(() => new Intl.ListFormat(this.locale, { style: "long", type: "disjunction" }));

  constructor(locale: string) {
    this.locale = supported(locale);
  }

  number(value: number): string {
    return this.#number().format(value);
  }

  /** "30 Nov", and with its year when that is not this year. */
  day(at: string | Date): string {
    const date = new Date(at);
    const thisYear = date.getFullYear() === new Date().getFullYear();
    return (thisYear ? this.#dayOfThisYear() : this.#day()).format(date);
  }

  /** Day and time in full, for titles. */
  moment(at: string | Date): string {
    return this.#moment().format(new Date(at));
  }

  /** Day, time and time zone, to the second. */
  exact(at: string | Date): string {
    return this.#exact().format(new Date(at));
  }

  /** "2 min ago", "yesterday", "in 5 days"; from a month on, the day itself. */
  relative(at: string | Date, now = Date.now()): string {
    const seconds = (new Date(at).getTime() - now) / 1000;
    const size = Math.abs(seconds);
    if (size < 45) return this.#relative().format(0, "second");
    if (size < 45 * 60) return this.#relative().format(Math.round(seconds / 60), "minute");
    if (size < 22 * 3600) return this.#relative().format(Math.round(seconds / 3600), "hour");
    if (size < 30 * 86400) return this.#relative().format(Math.round(seconds / 86400), "day");
    return this.day(at);
  }

  list(items: readonly string[]): string {
    return this.#and().format(items);
  }

  /** "A, B or C". */
  either(items: readonly string[]): string {
    return this.#or().format(items);
  }
}

function made<T>(make: () => T): () => T {
  let it: T | undefined;
  return () => (it ??= make());
}

function supported(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? "en";
  } catch {
    return "en";
  }
}

/** Chooses by the plural rules of the language that the text is written in. */
export function plural(
  language: string,
  count: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
): string {
  return forms[rules(language).select(count)] ?? forms.other;
}

const known = new Map<string, Intl.PluralRules>();

function rules(language: string): Intl.PluralRules {
  let found = known.get(language);
  if (!found) known.set(language, (found = new Intl.PluralRules(language)));
  return found;
}
