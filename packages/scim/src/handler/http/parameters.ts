/** Query parameters (RFC 7644 §3.4.2 table 3, §3.9), cut by hand. */
import { ScimError } from '../../errors.ts';

const NAMES = [
  'filter',
  'startIndex',
  'count',
  'sortBy',
  'sortOrder',
  'attributes',
  'excludedAttributes',
] as const;

type ParameterName = (typeof NAMES)[number];
export type Parameters = { readonly [name in ParameterName]?: string };

const NONE: Parameters = Object.freeze({});
/**
 * A misspelt `Filter` that is passed over would answer with everybody, so letter case does not
 * matter here either.
 */
const BY_LOWER_CASE: ReadonlyMap<string, ParameterName> = new Map(
  NAMES.map((name) => [name.toLowerCase(), name]),
);

/**
 * Reads the parameters that SCIM knows; others are ignored (RFC 7644 §3.4.2).
 *
 * @throws ScimError `invalidFilter` (filter) or `invalidValue` when a parameter is not
 * percent-encoded UTF-8 or is given twice.
 */
export function readParameters(query: string): Parameters {
  if (query === '') return NONE;
  const parameters: { [name in ParameterName]?: string } = {};
  for (let start = 0; start < query.length; ) {
    const and = query.indexOf('&', start);
    const end = and === -1 ? query.length : and;
    const equals = query.indexOf('=', start);
    const nameEnd = equals === -1 || equals > end ? end : equals;
    const name = BY_LOWER_CASE.get(query.slice(start, nameEnd).toLowerCase());
    if (name !== undefined) {
      if (parameters[name] !== undefined) throw refusal(name, 'is given twice');
      parameters[name] = decode(name, query.slice(nameEnd + 1, end));
    }
    start = end + 1;
  }
  return parameters;
}

function decode(name: ParameterName, value: string): string {
  const spaced = value.includes('+') ? value.replaceAll('+', ' ') : value;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw refusal(name, 'is not percent-encoded UTF-8');
  }
}

function refusal(name: ParameterName, what: string): ScimError {
  const error = name === 'filter' ? 'invalidFilter' : 'invalidValue';
  return new ScimError(error, `The parameter "${name}" ${what}.`);
}
