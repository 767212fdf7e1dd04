/** Filters, paths, bodies, parameters and headers that are nearly right. */
import { ENTERPRISE, GROUP, PATCH_OP, USER } from '../../support/scim-suite/client.ts';

type Random = () => number;

export interface FuzzRequest {
  readonly method: string;
  /** Under the base URL, percent-encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | undefined;
}

export interface KnownIds {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

const ATTRIBUTES = [
  'userName',
  'USERNAME',
  'displayName',
  'name',
  'name.givenName',
  'emails',
  'emails.value',
  'emails.type',
  'active',
  'id',
  'externalId',
  'title',
  'roles.primary',
  'groups',
  'groups.value',
  'members',
  'members.value',
  'meta.created',
  'meta.lastModified',
  'schemas',
  'password',
  'x509Certificates.value',
  `${ENTERPRISE}:manager`,
  `${ENTERPRISE}:manager.value`,
  `${USER}:userName`,
  ENTERPRISE,
  '__proto__',
  'constructor.prototype',
  'toString',
  'nothing',
  'a.b.c.d',
  '$ref',
  '',
];
const OPERATORS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'pr', 'EQ', 'xx', ''];
const TEXTS = [
  '',
  'a',
  'work',
  'True',
  'False',
  'x@y.test',
  '2026-01-01T00:00:00Z',
  '\u0000',
  '\ud800',
  '\u{1f600}',
  'ß\u0130ı\u212a',
  '%',
  '_',
  "' or 1=1 --",
  '"',
  '\\',
  '\r\n',
  '__proto__',
  '-1',
  '9'.repeat(400),
  'a'.repeat(5000),
];
const LITERALS = ['true', 'false', 'null', '0', '-0', '1e400', '1.5', '12345678901234567890', 'x'];
const METHODS = ['GET', 'GET', 'GET', 'POST', 'PUT', 'PATCH', 'PATCH', 'PATCH'];
const WRITES = ['POST', 'PUT', 'PATCH'];
const ODD_METHODS = ['DELETE', 'HEAD', 'OPTIONS', 'PROPFIND', 'QUERY'];
/** Operations that may well succeed. */
const PLAIN_PATHS = [
  'displayName',
  'title',
  'name.givenName',
  'emails[type eq "work"].value',
  'emails',
  'members',
  'externalId',
  'active',
  `${ENTERPRISE}:department`,
  `${ENTERPRISE}:manager`,
];
const PLAIN_GROUP_PATHS = ['displayName', 'members', 'members', 'externalId'];
const OPS = ['add', 'replace', 'remove', 'Add', 'Replace', 'Remove', 'move', '', null, 7];
const PARAMETERS = [
  'filter',
  'startIndex',
  'count',
  'sortBy',
  'sortOrder',
  'attributes',
  'excludedAttributes',
  'cursor',
  'unknown',
];
const NUMBERS = [
  '0',
  '1',
  '-1',
  '2',
  '1000',
  '1001',
  '1e3',
  '1.5',
  'NaN',
  '',
  ' 1',
  '9'.repeat(30),
];
const DEPTH = 3;

/** A grammar whose choices all come from one source of numbers. */
export function fuzzGrammar(random: Random, known: KnownIds) {
  const ids = [...known.users, ...known.groups];
  const int = (below: number) => Math.floor(random() * below);
  const chance = (probability: number) => random() < probability;
  function pick<T>(list: readonly T[]): T {
    const picked = list[int(list.length)];
    if (picked === undefined) throw new Error('Nothing to pick from.');
    return picked;
  }
  const many = <T>(most: number, make: () => T): T[] => Array.from({ length: int(most + 1) }, make);

  const text = (): string => (chance(0.3) ? pick([...ids, 'x']) : pick(TEXTS));
  const literal = () => (chance(0.7) ? JSON.stringify(text()) : pick(LITERALS));
  const comparison = () => `${pick(ATTRIBUTES)} ${pick(OPERATORS)} ${literal()}`;

  function filter(depth = DEPTH): string {
    if (depth === 0 || chance(0.4)) return comparison();
    const inner = () => filter(depth - 1);
    return pick([
      () => `${inner()} and ${inner()}`,
      () => `${inner()} or ${inner()}`,
      () => `not (${inner()})`,
      () => `(${inner()})`,
      () => `${pick(ATTRIBUTES)}[${inner()}]`,
      () => `${pick(ATTRIBUTES)}[${inner()}].${pick(ATTRIBUTES)} eq ${literal()}`,
      () => `${inner()}${inner()}`,
    ])();
  }

  const path = () =>
    pick([
      () => pick(ATTRIBUTES),
      () => `${pick(ATTRIBUTES)}[${filter(1)}]`,
      () => `${pick(ATTRIBUTES)}[${filter(1)}].${pick(ATTRIBUTES)}`,
      () => `${pick(ATTRIBUTES)}.${pick(ATTRIBUTES)}`,
      () => filter(2),
    ])();

  function value(depth = DEPTH): unknown {
    if (depth === 0 || chance(0.4)) return pick([text(), true, false, null, int(9), -0.5, [], {}]);
    if (chance(0.4)) return many(4, () => value(depth - 1));
    return object(depth - 1);
  }

  function object(depth: number): Record<string, unknown> {
    const keys = many(5, () =>
      pick([...ATTRIBUTES, 'value', 'type', 'primary', 'display', '$ref']),
    );
    // Made through JSON, so that `__proto__` is a key of its own.
    const parts = keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(value(depth))}`);
    return JSON.parse(`{${parts.join()}}`);
  }

  const members = () => many(3, () => ({ value: pick(ids) }));
  const resource = (isGroup: boolean): unknown => ({
    schemas: chance(0.9) ? [isGroup ? GROUP : USER] : pick([[], USER, null, [USER, ENTERPRISE]]),
    userName: chance(0.9) ? `u${int(500)}` : value(),
    displayName: chance(0.9) ? `g${int(500)}` : value(),
    members: isGroup ? members() : undefined,
    ...(chance(0.5) ? object(DEPTH) : {}),
  });
  const wildOperation = (): unknown => ({
    op: pick(OPS),
    ...(chance(0.7) ? { path: chance(0.95) ? path() : value() } : {}),
    ...(chance(0.9) ? { value: value() } : {}),
  });
  const plainValue = (path: string): unknown => {
    if (path === 'members') return members();
    if (path === 'active') return pick(['False', true]);
    return path === 'emails' ? [{ value: text(), type: 'work' }] : `v${int(500)}`;
  };
  function plainOperation(isGroup: boolean): unknown {
    const path = pick(isGroup ? PLAIN_GROUP_PATHS : PLAIN_PATHS);
    return { op: pick(['add', 'replace', 'Replace']), path, value: plainValue(path) };
  }
  const operation = (isGroup: boolean) => (chance(0.3) ? wildOperation() : plainOperation(isGroup));
  const patch = (isGroup: boolean): unknown => ({
    schemas: chance(0.9) ? [PATCH_OP] : pick([[], null, [USER]]),
    [pick(['Operations', 'Operations', 'operations'])]: chance(0.97)
      ? [operation(isGroup), ...many(3, () => operation(isGroup))].slice(int(2))
      : value(),
  });

  /** Takes a character out, doubles one, or puts a foreign one in. */
  function damage(whole: string): string {
    const at = int(whole.length + 1);
    const middle = pick([
      '',
      '\u0000',
      '"',
      '{',
      ']',
      ',',
      '\\',
      '\\u',
      '\ud800',
      whole.slice(at, at + 9),
    ]);
    return whole.slice(0, at) + middle + whole.slice(at + int(3));
  }
  const often = (whole: string) => (chance(0.06) ? damage(whole) : whole);

  const encode = (part: string) => encodeURIComponent(part.toWellFormed());
  function parameter(): string {
    const name = pick(PARAMETERS);
    const content =
      name === 'filter'
        ? often(filter())
        : name === 'startIndex' || name === 'count'
          ? pick(NUMBERS)
          : pick([path, text, () => many(6, () => pick(ATTRIBUTES)).join()])();
    const encoded = chance(0.05)
      ? `${encode(content)}%${pick(['', 'zz', 'ff', 'c0%80'])}`
      : encode(content);
    return `${name}=${encoded}`;
  }

  function target(method: string, isGroup: boolean): string {
    const plain = isGroup ? '/Groups' : '/Users';
    const odd = [
      '/Schemas',
      '/ResourceTypes',
      '/ServiceProviderConfig',
      '/Me',
      '/Bulk',
      '/.search',
    ];
    const base = chance(0.9) ? plain : pick([...odd, '/', '', '/users', '//Users']);
    const wantsId = method === 'POST' ? 0.05 : WRITES.includes(method) ? 0.97 : 0.5;
    const right = isGroup ? known.groups : known.users;
    const id = () => (chance(0.9) ? pick(right) : chance(0.5) ? pick(ids) : encode(text()));
    // Beside the base URL is not SCIM.
    const rest =
      base.length > 1 && chance(0.03) ? pick(['/', '/%2e%2e', ';x', '/.search', '/x/y']) : '';
    const query = many(method === 'GET' ? 3 : 1, parameter).join('&');
    const resourcePath = `${base}${chance(wantsId) ? `/${id()}` : ''}`;
    return `${resourcePath}${rest}${query === '' ? '' : `?${query}`}`;
  }

  function headers(hasBody: boolean): Record<string, string | string[]> {
    const odd = (name: string, values: readonly (string | string[])[], probability = 0.03) =>
      chance(probability) ? { [name]: pick(values) } : {};
    const json = chance(0.97)
      ? 'application/scim+json'
      : pick(['text/plain', '', 'a/b; charset=x']);
    return {
      ...(hasBody ? { 'content-type': json } : {}),
      ...odd('accept', ['*/*', 'text/html', 'application/json;q=x', '', ',,;;']),
      ...odd('if-match', ['*', 'W/"1"', '"', 'W/"1", "2"', '\u00ff', '"'.repeat(3000)]),
      ...odd('if-none-match', ['*', 'W/"1"', '"', ',,,', 'W/']),
      ...odd('content-encoding', ['gzip', 'br', 'identity', 'x'], 0.03),
      ...odd(
        'authorization',
        ['', 'Bearer', 'Basic eDp5', 'x'.repeat(4000), 'Bearer \u00e9'],
        0.05,
      ),
      ...odd('x-forwarded-for', ['1.2.3.4', 'x'.repeat(2000), ['a', 'b']]),
      ...odd('x-request-id', ['x', '\u00e9', 'x'.repeat(3000)]),
      ...odd('prefer', ['return=minimal', 'respond-async', ';']),
    };
  }

  function request(): FuzzRequest {
    const method = chance(0.97) ? pick(METHODS) : pick(ODD_METHODS);
    const hasBody = WRITES.includes(method) || chance(0.02);
    const isGroup = chance(0.4);
    const content =
      method === 'PATCH' ? patch(isGroup) : chance(0.97) ? resource(isGroup) : value();
    const body = hasBody ? often(JSON.stringify(content)) : undefined;
    return { method, target: target(method, isGroup), headers: headers(hasBody), body };
  }
  return { request };
}
