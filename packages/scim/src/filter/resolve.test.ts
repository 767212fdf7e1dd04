import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import { groupType, schemaUris, userType } from '../schema/index.ts';
import type { Attribute, AttributeTarget, ResourceType } from '../schema/types.ts';
import type { Filter } from './ast.ts';
import { parseFilter, parsePath, resolveElementFilter, resolveFilter } from './index.ts';
import type { ElementFilter, ResolvedFilter } from './resolved.ts';
import { FIGURE_2 } from './test-cases.ts';
import { gaugeType } from './test-types.ts';

const resolve = (text: string, type: ResourceType = gaugeType) =>
  resolveFilter(parseFilter(text, schemaUris(type)), type);

/** A resolved filter as one line: `!(loose eq "x")`. */
function show(filter: ResolvedFilter | ElementFilter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${filter.terms.map(show).join(` ${filter.kind} `)})`;
    case 'not':
      return `!${show(filter.operand)}`;
    case 'present':
      return `${named(filter)} pr`;
    case 'compare':
      return `${named(filter)} ${filter.operator} ${JSON.stringify(filter.key)}`;
    case 'valuePath':
      return `${named(filter)}[${show(filter.filter)}]`;
  }
}
function named(filter: { target: AttributeTarget } | { sub: Attribute }): string {
  if ('sub' in filter) return filter.sub.name;
  const { extension, attribute, sub } = filter.target;
  return [extension, attribute.name, sub?.name].filter((name) => name !== undefined).join('.');
}
const shown = (text: string, type?: ResourceType) => show(resolve(text, type));
const refusalOf = (action: () => unknown): ScimError => {
  try {
    action();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('accepted');
};
const detailOf = (text: string, type?: ResourceType): string => {
  const refusal = refusalOf(() => resolve(text, type));
  expect(refusal).toMatchObject({ status: 400, scimType: 'invalidFilter' });
  return refusal.detail;
};

/** RFC 7644 table 3 by type: literals that go with it, and operators that do. */
const LITERALS = {
  text: '"Ä b"',
  number: '1.5',
  boolean: 'true',
  quotedBoolean: '"True"',
  instant: '"2011-05-13T04:42:34Z"',
};
const EQUALITY = ['eq', 'ne'];
const TEXT = ['co', 'sw', 'ew'];
const ORDER = ['gt', 'ge', 'lt', 'le'];
const ALL = [...EQUALITY, ...TEXT, ...ORDER];
const STRINGS = ['text', 'quotedBoolean', 'instant'];
const TYPES: Readonly<Record<string, { operators: string[]; literals: string[] }>> = {
  loose: { operators: ALL, literals: STRINGS },
  exact: { operators: ALL, literals: STRINGS },
  link: { operators: ALL, literals: STRINGS },
  owner: { operators: ALL, literals: STRINGS },
  flag: { operators: EQUALITY, literals: ['boolean', 'quotedBoolean'] },
  count: { operators: [...EQUALITY, ...ORDER], literals: ['number'] },
  ratio: { operators: [...EQUALITY, ...ORDER], literals: ['number'] },
  at: { operators: [...EQUALITY, ...ORDER], literals: ['instant'] },
  data: { operators: EQUALITY, literals: STRINGS },
  part: { operators: [], literals: [] },
};
const cells = Object.entries(TYPES).flatMap(([type, { operators, literals }]) =>
  ALL.flatMap((operator) =>
    Object.entries(LITERALS).map(([literal, text]) => ({
      ...{ type, operator, literal, text },
      allowed: operators.includes(operator) && literals.includes(literal),
    })),
  ),
);

describe('RFC 7644 §3.4.2.2 operators by type', () => {
  it.each(cells)(
    '7644-3.4.2.2-11 7644-3.4.2.2-24 $type $operator $literal: $allowed',
    ({ type, operator, text, allowed }) => {
      const names = [
        type,
        `${type}s`,
        ...(type === 'part' ? [] : [`part.${type}`, `parts.${type}`]),
      ];
      for (const name of names) {
        const filter = `${name} ${operator} ${text}`;
        if (!allowed) {
          expect(detailOf(filter)).toContain(`"${name} ${operator} …" is not possible`);
        } else if (operator === 'ne') {
          expect(shown(filter)).toMatch(new RegExp(`^!${name.replace('.', '\\.')} eq `));
        } else {
          expect(shown(filter).startsWith(`${name} ${operator} `)).toBe(true);
        }
      }
      const inBrackets = type === 'part' ? '' : `parts[${type} ${operator} ${text}]`;
      if (inBrackets === '') return;
      if (allowed) expect(shown(inBrackets)).toMatch(/^parts\[/);
      else expect(detailOf(inBrackets)).toContain(`"parts.${type} ${operator} …" is not possible`);
    },
  );
  it.each(Object.keys(TYPES))('AMB-42 %s: pr, eq null and ne null are about presence', (type) => {
    for (const name of [type, `${type}s`]) {
      expect(shown(`${name} pr`)).toBe(`${name} pr`);
      expect(shown(`${name} ne null`)).toBe(`${name} pr`);
      expect(shown(`${name} eq null`)).toBe(`!${name} pr`);
      for (const operator of [...TEXT, ...ORDER]) {
        expect(detailOf(`${name} ${operator} null`)).toMatch(/null goes with eq and ne only/);
      }
    }
  });
  it('literals become comparison keys', () => {
    expect(shown('loose eq "ÄB"')).toBe('loose eq "äb"');
    expect(shown('exact eq "ÄB"')).toBe('exact eq "ÄB"');
    expect(shown('at gt "2011-05-13T06:42:34+02:00"')).toBe(
      'at gt "2011-05-13T04:42:34.000000000Z"',
    );
    expect(shown('owner eq "https://h/v2/Users/1"')).toBe('owner eq "Users/1"');
    expect(shown('schemas eq "URN:X"')).toBe('schemas eq "urn:x"');
    expect(shown('count eq 1e3')).toBe('count eq 1000');
  });
  it('AMB-28 a quoted boolean counts for a boolean alone', () => {
    expect(shown('flag eq "True"')).toBe('flag eq true');
    expect(shown('flag ne "FALSE"')).toBe('!flag eq false');
    expect(shown('loose eq "True"')).toBe('loose eq "true"');
    expect(detailOf('flag eq "yes"')).toMatch(/holds true or false; compare it with true or false/);
    expect(detailOf('flag eq 1')).toMatch(/true or false/);
  });
  it('says what would be right, without the value', () => {
    expect(detailOf('active gt true', userType)).toBe(
      'The comparison "active gt …" is not possible: it holds true or false, so use eq, ne or pr.',
    );
    expect(detailOf('userName eq 5', userType)).toMatch(
      /holds text; compare it with text in double/,
    );
    expect(detailOf('count eq "5"')).toMatch(/a number without quotes/);
    expect(detailOf('at gt "2011-05-13"')).toMatch(/such as "2026-01-31T08:00:00Z"/);
    expect(detailOf('loose eq 471100')).not.toContain('471100');
  });
});

describe('RFC 7644 §3.4.2.2 attributes', () => {
  it.each(FIGURE_2)('7644-3.4.2.2-28 resolves %s', (text) => {
    expect(shown(text, userType)).not.toBe('');
  });
  it('7644-3.4.2.2-18 AMB-46 a multi-valued complex attribute alone means its value', () => {
    expect(shown('emails co "X"', userType)).toBe('emails.value co "x"');
    expect(shown('emails ne "X"', userType)).toBe('!emails.value eq "x"');
    expect(shown('members eq "X"', groupType)).toBe('members.value eq "X"');
    expect(shown('emails pr', userType)).toBe('emails pr');
    expect(shown('emails eq null', userType)).toBe('!emails pr');
    expect(detailOf('name co "x"', userType)).toMatch(/name one of them: name\.formatted, name\./);
    expect(detailOf('addresses co "x"', userType)).toMatch(/addresses\.formatted/);
    expect(detailOf('manager eq "x"', userType)).toMatch(/User:manager\.value/);
    expect(detailOf('pair eq "x"')).toMatch(/pair\.value/);
  });
  it('7644-3.4.2.2-03 names in any case come out as published', () => {
    expect(shown('NAME.GivenNAME eq "x" AND EMAILS[TYPE EQ "W"]', userType)).toBe(
      '(name.givenName eq "x" and emails[type eq "w"])',
    );
  });
  it('7644-3.4.2.2-26 AMB-30 extension attributes, with their URI and alone', () => {
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    for (const name of [`${enterprise}:manager.value`, 'manager.value']) {
      expect(shown(`${name} eq "X"`, userType)).toBe(`${enterprise}.manager.value eq "X"`);
    }
    expect(shown('shade eq "x"')).toBe('urn:example:2.0:Extra.shade eq "x"');
    expect(shown('urn:example:2.0:Extra:inner[value eq "x"]')).toBe(
      'urn:example:2.0:Extra.inner[value eq "x"]',
    );
    expect(detailOf('twice eq "x"')).toMatch(
      /Write urn:example:2\.0:Extra:twice or urn:example:Other:twice\./,
    );
  });
  it('AMB-06 primary eq false means not (primary eq true)', () => {
    expect(shown('emails[primary eq false]', userType)).toBe('emails[!primary eq true]');
    expect(shown('emails[primary ne false]', userType)).toBe('emails[!!primary eq true]');
    expect(shown('emails[primary eq "False"]', userType)).toBe('emails[!primary eq true]');
    expect(shown('emails.primary eq false', userType)).toBe('emails[!primary eq true]');
    expect(shown('emails.primary ne false', userType)).toBe('!emails[!primary eq true]');
    expect(shown('emails.primary eq true', userType)).toBe('emails.primary eq true');
    expect(shown('emails.primary ne true', userType)).toBe('!emails.primary eq true');
    expect(shown('pair.primary eq false')).toBe('pair.primary eq false');
    expect(shown('emails.primary eq null', userType)).toBe('!emails.primary pr');
  });
  it.each([
    ['foo eq "x"', /User has no attribute "foo" to filter by\. .*spelling.*\/Schemas/],
    ['foo.bar eq "x"', /"foo\.bar"/],
    ['givenName eq "x"', /Write name\.givenName\./],
    ['email eq "x"', /Write emails\./],
    ['urn:ietf:params:scim:schemas:core:2.0:User:foo pr', /"urn:ietf:.*foo"/],
    ['name.foo pr', /"name" has no part "foo" to filter by\. Its parts are: formatted, /],
    ['userName.foo pr', /"userName" has no parts/],
    ['emails[foo eq "x"]', /"emails" has no part "foo"/],
    ['userName[value eq "x"]', /"userName" has no parts, so "\[…\]" cannot follow/],
    ['schemas[value eq "x"]', /has no parts/],
    ['password eq "x"', /"password" is never kept here/],
    ['password pr', /never kept/],
  ])('7644-3.4.2.2-22 AMB-13 refuses %s', (text, detail) => {
    expect(detailOf(text, userType)).toMatch(detail);
  });
  it('7644-3.4.2.2-22 refuses it wherever it stands', () => {
    for (const text of ['foo pr or loose pr', 'not (foo pr)', '(loose pr and foo pr)']) {
      expect(detailOf(text)).toMatch(/"foo"/);
    }
  });
  it.each(['secret', 'writable', 'secrets', 'part.secret', 'parts.writable'])(
    '7643-2.2 %s is never shown, so nothing matches by it',
    (name) => {
      for (const test of ['pr', 'eq "x"', 'eq null']) {
        const detail = detailOf(`${name} ${test}`);
        expect(detail).toMatch(/to filter by/);
        expect(detail.split('Its parts are')[1] ?? '').not.toMatch(/secret|writable/);
      }
    },
  );
  it('7643-2.2 neither inside brackets nor in advice', () => {
    expect(detailOf('parts[secret pr]')).toMatch(/no part "secret"/);
    expect(detailOf('pin pr')).toMatch(/never kept/);
    expect(detailOf('writable.x pr')).toMatch(/no attribute "writable\.x"/);
  });
  const inherited = [Object.prototype, Function.prototype, Array.prototype].flatMap((prototype) =>
    Object.getOwnPropertyNames(prototype),
  );
  it.each([...new Set(inherited)].filter((name) => name !== 'name'))(
    'E3 %s is an unknown attribute',
    (name) => {
      for (const text of [
        `${name} pr`,
        `${name}.x eq 1`,
        `name.${name} pr`,
        `emails[${name} eq true]`,
        `${name}[value pr]`,
        `urn:ietf:params:scim:schemas:core:2.0:User:${name} pr`,
        `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:${name} pr`,
      ]) {
        expect(refusalOf(() => resolve(text, userType)).scimType).toBe('invalidFilter');
      }
    },
  );
  it('freezes what it makes', () => {
    const seen: unknown[] = [resolve('not (loose eq "x" and parts[flag ne true]) or at pr')];
    for (const value of seen) {
      if (typeof value !== 'object' || value === null || value instanceof Map) continue;
      expect(Object.isFrozen(value)).toBe(true);
      seen.push(...Object.values(value));
    }
  });
});

describe('RFC 7644 §3.5.2 filters of paths', () => {
  const emails = userType.attributes.get('emails');
  const userName = userType.attributes.get('username');
  const element = (text: string, attribute: Attribute | undefined) => {
    const { filter } = parsePath(text, schemaUris(userType));
    if (filter === undefined || attribute === undefined) throw new Error(text);
    return resolveElementFilter(filter, attribute);
  };
  it('resolve against the attribute', () => {
    expect(show(element('emails[type eq "Work" and not (primary eq false)]', emails))).toBe(
      '(type eq "work" and !!primary eq true)',
    );
    expect(show(element('emails[value ne null or display eq null]', emails))).toBe(
      '(value pr or !display pr)',
    );
  });
  it.each([
    ['emails[foo pr]', emails, /no part "foo"/],
    ['emails[type gt true]', emails, /emails\.type gt/],
    ['userName[value pr]', userName, /has no parts/],
  ])('invalidFilter: %s', (text, attribute, detail) => {
    const refusal = refusalOf(() => element(text, attribute));
    expect(refusal.scimType).toBe('invalidFilter');
    expect(refusal.detail).toMatch(detail);
  });
  it('7644-3.4.2.2-16 refuses trees that no text has', () => {
    const path = { kind: 'path', schema: undefined, attribute: 'type', sub: undefined } as const;
    const inner: Filter = { kind: 'present', path };
    const trees: Filter[] = [
      { kind: 'valuePath', path, filter: inner },
      { kind: 'present', path: { ...path, sub: 'x' } },
      { kind: 'present', path: { ...path, schema: 'urn:x' } },
    ];
    for (const tree of trees) {
      if (emails === undefined) throw new Error('emails');
      expect(refusalOf(() => resolveElementFilter(tree, emails)).scimType).toBe('invalidFilter');
    }
    const nested: Filter = {
      kind: 'valuePath',
      path: { ...path, attribute: 'name', sub: 'givenName' },
      filter: inner,
    };
    expect(refusalOf(() => resolveFilter(nested, userType)).scimType).toBe('invalidFilter');
  });
});
