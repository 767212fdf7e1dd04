import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../resource/types.ts';
import { resolvePath } from '../schema/index.ts';
import { compareKeys, comparisonKey, instantKey } from './index.ts';
import type { ComparisonKey } from './resolved.ts';
import { gaugeType } from './test-types.ts';

const attribute = (name: string) => {
  const target = resolvePath(gaugeType, {
    kind: 'path',
    schema: undefined,
    attribute: name,
    sub: undefined,
  });
  if (target === undefined) throw new Error(name);
  return target.attribute;
};
const order = (a: ComparisonKey, b: ComparisonKey) => Math.sign(compareKeys(a, b));

describe('RFC 7643 §2.3.5 instants', () => {
  it.each([
    ['2011-05-13T04:42:34Z', '2011-05-13T04:42:34.000000000Z'],
    ['2011-05-13T04:42:34', '2011-05-13T04:42:34.000000000Z'],
    ['2011-05-13T06:42:34.5+02:00', '2011-05-13T04:42:34.500000000Z'],
    ['2011-05-12T23:42:34-05:00', '2011-05-13T04:42:34.000000000Z'],
    ['2011-05-13T04:42:34.1234567891Z', '2011-05-13T04:42:34.123456789Z'],
    ['2024-02-29T24:00:00.0Z', '2024-03-01T00:00:00.000000000Z'],
    ['2000-02-29T00:00:00-00:00', '2000-02-29T00:00:00.000000000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000000000Z'],
    ['0099-12-31T23:59:59Z', '0099-12-31T23:59:59.000000000Z'],
    ['9999-12-31T23:59:59.999999999Z', '9999-12-31T23:59:59.999999999Z'],
    ['2011-05-13T04:42:34+14:00', '2011-05-12T14:42:34.000000000Z'],
  ])('7643-2.3.5-02 %s is %s', (text, key) => {
    expect(instantKey(text)).toBe(key);
    expect(instantKey(key)).toBe(key);
  });
  it.each([
    '',
    '2011-05-13',
    '04:42:34Z',
    '2011-05-13 04:42:34Z',
    '2011-05-13t04:42:34z',
    '2011-5-13T04:42:34Z',
    '2011-13-01T00:00:00Z',
    '2011-00-01T00:00:00Z',
    '2011-01-00T00:00:00Z',
    '2011-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2011-04-31T00:00:00Z',
    '2011-01-01T25:00:00Z',
    '2011-01-01T24:00:01Z',
    '2011-01-01T24:00:00.1Z',
    '2011-01-01T00:60:00Z',
    '2011-01-01T00:00:60Z',
    '2011-01-01T00:00Z',
    '2011-01-01T00:00:00.Z',
    '2011-01-01T00:00:00+0200',
    '2011-01-01T00:00:00+02',
    '2011-01-01T00:00:00+14:01',
    '2011-01-01T00:00:00+02:60',
    '0000-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '-0001-01-01T00:00:00Z',
    '12011-01-01T00:00:00Z',
    '2011-01-01T00:00:00Z ',
    '\u0662011-01-01T00:00:00Z',
  ])('7643-2.3.5-01 refuses %j', (text) => {
    expect(instantKey(text)).toBeUndefined();
  });
  it('7643-2.3.5-02 the order of keys is the order in time', () => {
    const instant = fc.date({
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    });
    const offset = fc.integer({ min: -840, max: 840 });
    const text = fc.tuple(instant, offset).map(([date, minutes]) => {
      const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
      const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
      const two = (value: number) => String(value).padStart(2, '0');
      return { date, text: `${local}${minutes < 0 ? '-' : '+'}${two(hours)}:${two(rest)}` };
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [instantKey(a.text) ?? '', instantKey(b.text) ?? ''];
        expect(x).toHaveLength(30);
        expect(order(x, y)).toBe(Math.sign(a.date.getTime() - b.date.getTime()));
      }),
    );
  });
});

describe('RFC 7643 §2.2 comparison keys', () => {
  it.each<[string, Json, ComparisonKey | undefined]>([
    ['loose', 'ÄB', 'äb'],
    ['loose', '', ''],
    ['exact', 'ÄB', 'ÄB'],
    ['link', 'https://X/Users/1', 'https://X/Users/1'],
    ['data', 'QUI=', 'QUI='],
    ['flag', true, true],
    ['count', 7, 7],
    ['count', -0, 0],
    ['ratio', 1.5, 1.5],
    ['at', '2011-05-13T06:42:34+02:00', '2011-05-13T04:42:34.000000000Z'],
    ['at', 'yesterday', undefined],
    ['schemas', 'URN:X', 'urn:x'],
    ['part', { text: 'x' }, undefined],
    ...['loose', 'exact', 'link', 'data', 'flag', 'at'].map((name): [string, Json, undefined] => [
      name,
      1,
      undefined,
    ]),
    ...['count', 'ratio', 'flag'].map((name): [string, Json, undefined] => [name, '1', undefined]),
    ...['loose', 'count', 'flag', 'at', 'link'].flatMap((name): [string, Json, undefined][] => [
      [name, null, undefined],
      [name, ['x'], undefined],
      [name, {}, undefined],
    ]),
    ['ratio', Number.NaN, undefined],
    ['ratio', Number.POSITIVE_INFINITY, undefined],
  ])('%s %j', (name, value, key) => {
    expect(comparisonKey(attribute(name), value)).toBe(key);
  });
  it.each([
    ['Users/26', 'Users/26'],
    ['/Users/26', 'Users/26'],
    ['/v2/Users/26', 'Users/26'],
    ['https://h.test/scim/v2/Users/26', 'Users/26'],
    ['https://h.test', 'https://h.test'],
    ['/26', '/26'],
    ['26', '26'],
    ['', ''],
    ['/', '/'],
    ['//', '//'],
  ])('7643-2.4-06 a reference to a resource: %s is %s', (text, key) => {
    expect(comparisonKey(attribute('owner'), text)).toBe(key);
  });
});

describe('RFC 7644 §3.4.2.2 the order of keys', () => {
  it('compares code points, not UTF-16 units', () => {
    expect(order('\uffff', '\u{10000}')).toBe(-1);
    expect(order('\u{10000}', '\ue000')).toBe(1);
    expect(order('a', 'ab')).toBe(-1);
    expect(order('', '')).toBe(0);
    const utf8 = new TextEncoder();
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, text, (prefix, x, y) => {
        const [a, b] = [prefix + x, prefix + y];
        const bytes = Buffer.compare(utf8.encode(a), utf8.encode(b));
        expect(order(a, b)).toBe(bytes);
        expect(order(b, a)).toBe(bytes === 0 ? 0 : -bytes);
      }),
      { numRuns: 2000 },
    );
  });
  it('is total over keys of all types', () => {
    const key = fc.oneof(fc.boolean(), fc.double({ noNaN: true }), fc.string());
    fc.assert(
      fc.property(key, key, key, (a, b, c) => {
        expect(order(a, a)).toBe(0);
        expect(order(a, b) + order(b, a)).toBe(0);
        if (order(a, b) <= 0 && order(b, c) <= 0) expect(order(a, c)).toBeLessThanOrEqual(0);
      }),
    );
    expect(order(9, 10)).toBe(-1);
    expect(order(false, true)).toBe(-1);
  });
});
