/** Fixtures of the decision table of PATCH: what each operation does at each kind of place. */
import { expect, it } from 'vitest';
import type { Json } from '../resource/types.ts';
import { ENTERPRISE, outcome, USER } from './test-support.ts';

export const WORK = { value: 'a@x', type: 'work', primary: true };
export const HOME = { value: 'b@x', type: 'home' };
export const JO = {
  schemas: [USER],
  userName: 'jo',
  name: { givenName: 'Jo', familyName: 'Ray' },
  title: 'Boss',
  emails: [WORK, HOME],
  addresses: [
    { type: 'work', locality: 'Bonn', region: 'NRW' },
    { type: 'work', locality: 'Köln' },
    { type: 'home', region: 'BY' },
  ],
};
export const MIN = { schemas: [USER], userName: 'jo' };
export const STAFF = {
  ...JO,
  schemas: [USER, ENTERPRISE],
  [ENTERPRISE]: { department: 'Sales', manager: { value: 'm1', $ref: 'Users/m1' } },
};
/** STAFF with another extension object. */
export const staff = (extension: object | undefined) => ({ ...STAFF, [ENTERPRISE]: extension });

/** Title, resource before, operation, outcome; and outcome in strict mode where it differs. */
type Row = readonly [string, object, object, object | string, (object | string)?];

/** A test per row and mode. */
export function check(rows: readonly Row[]) {
  const cases = rows.flatMap(([title, before, op, tolerant, strict = tolerant]) => [
    { title, mode: 'tolerant' as const, before, op, wanted: tolerant },
    { title, mode: 'strict' as const, before, op, wanted: strict },
  ]);
  it.each(cases)('$title ($mode)', ({ mode, before, op, wanted }) => {
    const { schemas: _, ...fields } = typeof wanted === 'string' ? {} : (wanted as { schemas?: 1 });
    expect(outcome(before as Json as never, [op], { mode })).toEqual(
      typeof wanted === 'string' ? wanted : fields,
    );
  });
}

export const add = (path: string, value: unknown) => ({ op: 'add', path, value });
export const replace = (path: string, value: unknown) => ({ op: 'replace', path, value });
export const remove = (path: string, value?: unknown) => ({ op: 'remove', path, value });
