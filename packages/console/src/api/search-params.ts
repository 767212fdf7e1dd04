/** Reading the part of a page's address behind the question mark, which anybody may have written. */

/** A text; numbers and the like, as which the router reads some, are texts too. */
export function textParam(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A day such as 2026-11-30. */
export function dateParam(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
}

/** One of a few words. */
export function oneOf<V extends string>(values: readonly V[], value: unknown): V | undefined {
  return values.find((one) => one === value);
}

/** What is there, without what is undefined. */
export function given<T extends object>(
  values: {
    readonly [K in keyof T]-?: T[K] | undefined;
  },
): T {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}
