/** Mutability by operation (RFC 7643 §2.2, RFC 7644 §3.5.2), every cell in both modes. */
import { describe, expect, it } from 'vitest';
import { GEAR, outcome, patch, refusal, THING, thingType, USER } from './test-support.ts';

const BARE = { schemas: [THING], label: 'L', needed: 'n' };
const FULL = {
  ...BARE,
  schemas: [THING, GEAR],
  serial: 's1',
  secret: 'x',
  batches: ['b1'],
  origin: { country: 'DE', city: 'Bonn', port: 'p' },
  parts: [{ value: 'v1', type: 't1' }],
  [GEAR]: { ratio: 'r1', teeth: 't' },
};
const thing = { type: thingType };

type Row = readonly [string, object, string, string, unknown, object | string];

function check(rows: readonly Row[]) {
  const cases = rows.flatMap((row) =>
    (['tolerant', 'strict'] as const).map((mode) => [row[0], mode, row] as const),
  );
  it.each(cases)('%s (%s)', (_, mode, [, before, op, path, value, wanted]) => {
    const operation = value === undefined ? { op, path } : { op, path, value };
    const result = outcome(before as never, [operation], { ...thing, mode });
    if (typeof wanted === 'string') {
      expect(result).toBe(wanted);
    } else {
      const { schemas: _schemas, ...fields } = { ...before, ...wanted } as { schemas?: unknown };
      expect(result).toEqual(fields);
    }
  });
}

describe('RFC 7644 §3.5.2 readOnly', () => {
  const paths = ['id', 'meta', 'meta.created', 'computed', 'origin.distance', 'parts.weight'];
  const filtered = ['parts[type eq "t1"].weight', `${GEAR}:wear`];
  check(
    [...paths, ...filtered].flatMap((path) => [
      [`7644-3.5.2-10 add ${path}`, FULL, 'add', path, 'x', 'mutability'] as const,
      [`7644-3.5.2-10 replace ${path}`, FULL, 'replace', path, 'x', 'mutability'] as const,
      [`7644-3.5.2.2-06 remove ${path}`, FULL, 'remove', path, undefined, 'mutability'] as const,
    ]),
  );

  it.each(['add', 'replace', 'remove'])('7644-3.5.2-10 %s groups of a user', (op) => {
    const jo = { schemas: [USER], userName: 'jo' };
    for (const path of ['groups', 'groups.display', 'groups[value eq "g"]']) {
      expect(refusal(jo, [{ op, path, value: [{ value: 'g' }] }]).error).toBe('mutability');
    }
  });

  it('AMB-47 inside a value object it is ignored', () => {
    const value = { id: '1', meta: {}, computed: 'x', 'origin.distance': 'x', label: 'M' };
    for (const op of ['add', 'replace']) {
      const { resource, notes } = patch(BARE, [{ op, value }], thing);
      expect(resource).toEqual({ ...BARE, label: 'M' });
      expect(notes).toEqual([
        `path-less-patch ${op}`,
        'read-only-ignored computed',
        'qualified-key origin.distance',
        'read-only-ignored origin.distance',
      ]);
    }
  });

  it('AMB-47 as a sub-attribute of a value it is ignored', () => {
    const value = { city: 'Ulm', port: 'q', country: 'DE', distance: '1' };
    const { resource } = patch(BARE, [{ op: 'add', path: 'origin', value }], thing);
    expect(resource.origin).toEqual({ city: 'Ulm', port: 'q', country: 'DE' });
    const gear = { ratio: 'r', wear: 'w' };
    const extended = patch(BARE, [{ op: 'add', path: GEAR, value: gear }], thing);
    expect(extended.resource[GEAR]).toEqual({ ratio: 'r' });
  });
});

describe('RFC 7644 §3.5.2 readWrite', () => {
  check([
    ['add sets', BARE, 'add', `${GEAR}:teeth`, 'x', { [GEAR]: { teeth: 'x' } }],
    ['add appends', BARE, 'add', 'tags', ['x'], { tags: ['x'] }],
    ['replace sets', BARE, 'replace', 'label', 'M', { label: 'M' }],
    [
      'remove unassigns',
      { ...BARE, tags: ['x'] },
      'remove',
      'tags',
      undefined,
      { tags: undefined },
    ],
    ['7644-3.5.2.2-06 remove required', BARE, 'remove', 'label', undefined, 'mutability'],
    ['replace required by null', BARE, 'replace', 'label', null, 'mutability'],
    ['remove a required part', FULL, 'remove', 'origin.port', undefined, 'mutability'],
    ['replace a required part by null', FULL, 'replace', 'origin.port', null, 'mutability'],
    ['replace an unset required part by null', BARE, 'replace', 'origin.port', null, {}],
    [
      'AMB-54 a value without its required part',
      BARE,
      'add',
      'origin',
      { city: 'C' },
      'invalidValue',
    ],
  ]);
});

describe('RFC 7644 §3.5.2 immutable', () => {
  check([
    ['7644-3.5.2-10 add, unset', BARE, 'add', 'serial', 's1', { serial: 's1' }],
    ['add, equal', FULL, 'add', 'serial', 's1', {}],
    ['7644-3.5.2-10 add, different', FULL, 'add', 'serial', 's2', 'mutability'],
    ['add, another letter case is different', FULL, 'add', 'serial', 'S1', 'mutability'],
    ['add, null', FULL, 'add', 'serial', null, {}],
    ['replace, unset', BARE, 'replace', 'serial', 's1', { serial: 's1' }],
    ['replace, equal', FULL, 'replace', 'serial', 's1', {}],
    ['7644-3.5.2-10 replace, different', FULL, 'replace', 'serial', 's2', 'mutability'],
    ['replace, null', FULL, 'replace', 'serial', null, 'mutability'],
    ['replace, null, unset', BARE, 'replace', 'serial', null, {}],
    ['remove', FULL, 'remove', 'serial', undefined, 'mutability'],
    ['remove, unset', BARE, 'remove', 'serial', undefined, 'mutability'],
    ['multi: add, unset', BARE, 'add', 'batches', ['b'], { batches: ['b'] }],
    ['multi: add, there', FULL, 'add', 'batches', ['b1'], {}],
    ['multi: add, another', FULL, 'add', 'batches', ['b2'], 'mutability'],
    ['multi: replace, equal', FULL, 'replace', 'batches', ['b1'], {}],
    ['multi: replace, different', FULL, 'replace', 'batches', ['b2'], 'mutability'],
    ['multi: replace, []', FULL, 'replace', 'batches', [], 'mutability'],
    ['multi: remove', FULL, 'remove', 'batches', undefined, 'mutability'],
    ['multi: remove listed', FULL, 'remove', 'batches', ['b1'], 'mutability'],
    ['part: add, equal', FULL, 'add', 'origin.country', 'DE', {}],
    ['part: add, different', FULL, 'add', 'origin.country', 'FR', 'mutability'],
    ['part: replace, different', FULL, 'replace', 'origin.country', 'FR', 'mutability'],
    ['part: remove', FULL, 'remove', 'origin.country', undefined, 'mutability'],
    ['part: within a value', FULL, 'add', 'origin', { country: 'FR' }, 'mutability'],
    ['part: lost with the whole', FULL, 'remove', 'origin', undefined, 'mutability'],
    ['part: lost by null', FULL, 'replace', 'origin', null, 'mutability'],
    ['part of elements: set', FULL, 'add', 'parts[type eq "t1"].value', 'v2', 'mutability'],
    ['part of elements: equal', FULL, 'replace', 'parts[type eq "t1"].value', 'v1', {}],
    [
      'part of elements: remove',
      FULL,
      'remove',
      'parts[type eq "t1"].value',
      undefined,
      'mutability',
    ],
    ['part of elements: merged', FULL, 'add', 'parts[type eq "t1"]', { value: 'v2' }, 'mutability'],
    ['whole elements: add', BARE, 'add', 'parts', [{ value: 'v' }], { parts: [{ value: 'v' }] }],
    [
      'whole elements: remove',
      FULL,
      'remove',
      'parts[type eq "t1"]',
      undefined,
      { parts: undefined },
    ],
    [
      'whole elements: replace',
      FULL,
      'replace',
      'parts[type eq "t1"]',
      { value: 'v2' },
      { parts: [{ value: 'v2' }] },
    ],
    ['in an extension: different', FULL, 'replace', `${GEAR}:ratio`, 'r2', 'mutability'],
    ['in an extension: merged', FULL, 'add', GEAR, { ratio: 'r2' }, 'mutability'],
    ['in an extension: removed with it', FULL, 'remove', GEAR, undefined, 'mutability'],
    ['in an extension: removed by schemas', FULL, 'replace', 'schemas', [THING], 'mutability'],
  ]);

  it('AMB-33 strict replace of the whole cannot lose an immutable part', () => {
    const operation = { op: 'replace', path: 'origin', value: { port: 'q' } };
    expect(outcome(FULL, [operation], { ...thing, mode: 'strict' })).toBe('mutability');
    expect(patch(FULL, [operation], thing).resource.origin).toEqual({ ...FULL.origin, port: 'q' });
  });

  it('7644-3.5.2-10 set by one operation, it is settled for the next', () => {
    const set = (value: string) => ({ op: 'add', path: 'serial', value });
    expect(patch(BARE, [set('a'), set('a')], thing).resource.serial).toBe('a');
    const error = refusal(BARE, [set('a'), set('b')], thing);
    expect(error.error).toBe('mutability');
    expect(error.detail).toContain('operation 2');
  });
});

describe('RFC 7644 §3.5.2 writeOnly', () => {
  check([
    ['add sets', BARE, 'add', 'secret', 'y', { secret: 'y' }],
    ['add overwrites', FULL, 'add', 'secret', 'y', { secret: 'y' }],
    ['replace sets', BARE, 'replace', 'secret', 'y', { secret: 'y' }],
    ['remove clears', FULL, 'remove', 'secret', undefined, { secret: undefined }],
    ['remove required', FULL, 'remove', 'needed', undefined, 'mutability'],
  ]);
});

describe('an element made on replace', () => {
  it('takes no read-only sub-attributes from the filter', () => {
    const make = (path: string) => ({ op: 'replace', path, value: 'x' });
    expect(outcome(BARE, [make('parts[weight eq "9"].note')], thing)).toBe('noTarget');
    expect(outcome(BARE, [make('parts[type eq "t" and weight eq "9"].note')], thing)).toBe(
      'noTarget',
    );
    const { resource, notes } = patch(
      BARE,
      [make('parts[type eq "t" and value eq "v"].note')],
      thing,
    );
    expect(resource.parts).toEqual([{ type: 't', value: 'v', note: 'x' }]);
    expect(notes).toEqual(['create-on-replace parts.note']);
  });
});

describe('password', () => {
  const jo = { schemas: [USER], userName: 'jo' };
  it.each([
    { op: 'replace', path: 'password', value: 'secret-1' },
    { op: 'add', path: 'PassWord', value: 'secret-1' },
    { op: 'add', path: `${USER}:password`, value: 'secret-1' },
    { op: 'replace', path: 'password', value: { any: ['thing'] } },
    { op: 'remove', path: 'password' },
  ])('$op $path is dropped, in both modes', (operation) => {
    const title = { op: 'add', path: 'title', value: 'T' };
    for (const mode of ['tolerant', 'strict'] as const) {
      const { resource, notes } = patch(jo, [operation, title], { mode });
      expect(resource).toEqual({ ...jo, title: 'T' });
      expect(notes).toEqual(['password-dropped password']);
    }
  });

  it('is dropped as a key', () => {
    const value = { password: 'secret-1', [`${USER}:password`]: 'secret-2', title: 'T' };
    const { resource, notes } = patch(jo, [{ op: 'replace', value }]);
    expect(resource).toEqual({ ...jo, title: 'T' });
    expect(JSON.stringify(notes)).not.toContain('secret');
    expect(notes).toContain('password-dropped password');
  });

  it('is no attribute beyond that', () => {
    for (const path of ['password.value', 'password[value eq "x"]']) {
      const error = refusal(jo, [{ op: 'add', path, value: 'secret-1' }]);
      expect(error.error).toBe('invalidPath');
    }
  });
});
