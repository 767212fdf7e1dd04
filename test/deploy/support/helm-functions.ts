/** The functions of Go's text/template, Sprig and Helm that the chart uses, and no others. */
import { createHash } from 'node:crypto';
import { stringify } from 'yaml';

export type Value = unknown;
export type HelmFunction = (...values: readonly Value[]) => Value;

/** What `{{ if }}` takes for true. */
export function isTrue(value: Value): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** From here on Go writes a float64, which every number of values.yaml is, with an exponent. */
const FIRST_WITH_EXPONENT = 1e6;

/** As `fmt.Sprint` has it; a bigint is a whole number of Go. */
export function print(value: Value): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' && value >= FIRST_WITH_EXPONENT) {
    throw new Error(`Helm writes ${value} with an exponent: put it through int`);
  }
  if (typeof value === 'object') throw new Error('a list or map is printed as a text');
  return String(value);
}

export const HELM_FUNCTIONS: Readonly<Record<string, HelmFunction>> = {
  // text/template
  and: (...values) => values.find((value) => !isTrue(value)) ?? values.at(-1),
  or: (...values) => values.find(isTrue) ?? values.at(-1),
  not: (value) => !isTrue(value),
  eq: (first, ...others) => others.includes(first),
  gt: (a, b) => number(a) > number(b),
  print: (...values) => values.map(print).join(''),
  printf: (format, ...values) => printf(text(format), values),
  // Sprig
  contains: (part, whole) => text(whole).includes(text(part)),
  default: (fallback, value) => (isTrue(value) ? value : fallback),
  int: (value) => BigInt(Math.trunc(number(value))),
  join: (separator, list) => (list as readonly Value[]).map(print).join(text(separator)),
  nindent: (spaces, value) => `\n${text(value).replace(/^/gm, ' '.repeat(number(spaces)))}`,
  quote: (value) => (value === null || value === undefined ? '' : JSON.stringify(print(value))),
  replace: (from, to, value) => text(value).replaceAll(text(from), text(to)),
  sha256sum: (value) => createHash('sha256').update(text(value)).digest('hex'),
  trimSuffix: (suffix, value) =>
    text(value).endsWith(text(suffix)) ? text(value).slice(0, -text(suffix).length) : text(value),
  trunc: (length, value) => text(value).slice(0, number(length)),
  // Helm
  required: (message, value) => {
    if (value === null || value === undefined || value === '') throw new Error(text(message));
    return value;
  },
  toYaml: (value) =>
    stringify(value, { sortMapEntries: true, indentSeq: false, lineWidth: 0 }).trimEnd(),
};

function text(value: Value): string {
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} is not a text`);
  return value;
}

function number(value: Value): number {
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw new Error(`${JSON.stringify(value)} is not a number`);
  }
  return Number(value);
}

function printf(format: string, values: readonly Value[]): string {
  let next = 0;
  const result = format.replace(/%(.)/g, (_verb, letter: string) => {
    if (letter !== 's') throw new Error(`printf with %${letter}`);
    return text(values[next++]);
  });
  if (next !== values.length) throw new Error(`printf "${format}" has ${values.length} values`);
  return result;
}
