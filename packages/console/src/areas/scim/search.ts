/** Reading what stands behind the question mark of an address, which anybody may have typed. */

/** The text of a parameter, under its name; nothing when there is none. */
export function textOf<K extends string>(
  search: Readonly<Record<string, unknown>>,
  name: K,
): { readonly [name in K]?: string } {
  const value = search[name];
  // An address such as ?search=7 is read as a number.
  if (typeof value !== 'string' && typeof value !== 'number') return {};
  return value === '' ? {} : ({ [name]: String(value) } as { readonly [name in K]: string });
}

/** The same where only some words mean anything. */
export function wordOf<K extends string, W extends string>(
  search: Readonly<Record<string, unknown>>,
  name: K,
  words: readonly W[],
): { readonly [name in K]?: W } {
  const word = words.find((one) => one === search[name]);
  return word === undefined ? {} : ({ [name]: word } as { readonly [name in K]: W });
}
