/**
 * What the activity log may keep of a request line. Attribute names and operators say what an
 * identity provider tried; the values are people, so they go.
 */

/** Stands for something that was taken out. */
export const GONE = '…';

/** Tokens of organisations, and keys of operators. */
const TOKEN = /(rcpat|rcop)_\w*/gi;
const TOKEN_START = /rc(?:pat|op)_/i;
/** Parameters whose values are attribute names, numbers or words of SCIM. */
const PLAIN_PARAMETERS = new Set([
  'startindex',
  'count',
  'sortby',
  'sortorder',
  'attributes',
  'excludedattributes',
]);
const PLAIN_VALUE = /^[\w.:$, -]{0,1000}$/;
const PARAMETER_NAME = /^[A-Za-z]\w{0,31}$/;
const ID = /^[\w-]{1,64}$/;
/** What nearly all requests go to. */
const PLAIN_PATH = /^\/\w{1,32}(?:\/[\w-]{1,64})?$/;
const QUERY_MAX = 2000;
const PATH_MAX = 300;

/** A text without tokens of ours, cut to a length. */
export function scrub(text: string, max: number): string {
  if (text.length <= max && !TOKEN_START.test(text)) return text;
  const cut = text.length > max ? `${text.slice(0, max)}${GONE}` : text;
  return cut.replace(TOKEN, (_, kind: string) => `${kind.toLowerCase()}_${GONE}`);
}

/** A path whose segments are ids or names; anything else, such as an e-mail address, is marked. */
export function redactPath(path: string): string {
  if (PLAIN_PATH.test(path)) return scrub(path, PATH_MAX);
  const segments = path.split('/', 10).map((segment) => {
    const isPlain = segment === '' || segment === '.search' || ID.test(segment);
    return isPlain ? segment : GONE;
  });
  return scrub(segments.join('/'), PATH_MAX);
}

/** A query string, decoded, with values only where they cannot be personal. */
export function redactQuery(query: string): string {
  if (query === '') return '';
  const parts = query.split('&', 50).map(redactParameter);
  return scrub(parts.join('&'), QUERY_MAX);
}

function redactParameter(parameter: string): string {
  const [name = '', ...rest] = parameter.split('=');
  if (!PARAMETER_NAME.test(name)) return GONE;
  if (rest.length === 0) return name;
  const value = decode(rest.join('='));
  if (value === undefined) return `${name}=${GONE}`;
  const key = name.toLowerCase();
  if (key === 'filter') return `${name}=${redactFilter(value)}`;
  const keeps = PLAIN_PARAMETERS.has(key) && PLAIN_VALUE.test(value);
  return `${name}=${keeps ? value : GONE}`;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** String literals (also one that does not end), brackets, and what else stands between spaces. */
const FILTER_TOKEN = /"(?:[^"\\]|\\.)*"?|[()[\]]|[^\s"()[\]]+|\s+/g;
const COMPARISONS = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);
const CONSTANT = /^(?:true|false|null|-?\d{1,10})$/i;
const ATTRIBUTE = /^[A-Za-z][\w.:$-]{0,200}$/;

/**
 * A filter whose literals are marked. A value without its quotes, as clients sometimes send it, is
 * known by the operator before it.
 */
export function redactFilter(filter: string): string {
  let isValue = false;
  const tokens = filter.match(FILTER_TOKEN) ?? [];
  return tokens
    .map((token) => {
      if (token.trim() === '') return ' ';
      const wasValue = isValue;
      isValue = COMPARISONS.has(token.toLowerCase());
      if (token.startsWith('"')) return `"${GONE}"`;
      if (wasValue && !isValue) return CONSTANT.test(token) ? token : GONE;
      return ATTRIBUTE.test(token) || /^[()[\].]/.test(token) ? token.slice(0, 200) : GONE;
    })
    .join('');
}
