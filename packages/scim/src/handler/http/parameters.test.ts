import { describe, expect, it } from 'vitest';
import { readParameters } from './parameters.ts';

describe('RFC 7644 §3.4.2 query parameters', () => {
  it('7644-1-01 decodes %XX, + and UTF-8', () => {
    expect(readParameters('filter=userName+eq%20%22b%C3%A9%2B%22&count=5')).toEqual({
      filter: 'userName eq "bé+"',
      count: '5',
    });
  });
  it('7644-3.4.2-02 ignores what it does not know', () => {
    expect(readParameters('foo=1&foo=2&&=x&filters=a&cursor=')).toEqual({});
    expect(readParameters('__proto__=1&constructor=2')).toEqual({});
  });
  it('D4 does not mistake a filter in other case for none', () => {
    expect(readParameters('FILTER=a&startindex=2')).toEqual({ filter: 'a', startIndex: '2' });
  });
  it('takes values with = and without', () => {
    expect(readParameters('filter=a=b&attributes')).toEqual({ filter: 'a=b', attributes: '' });
  });
  it.each(['filter=%zz', 'filter=%', 'filter=%ff', 'filter=%c0%ae', 'filter=a&Filter=b'])(
    '7644-1-01 refuses %s as invalidFilter',
    (query) => {
      expect(() => readParameters(query)).toThrow(/^invalidFilter/);
    },
  );
  it.each(['count=%zz', 'sortBy=a&sortBy=a'])('refuses %s as invalidValue', (query) => {
    expect(() => readParameters(query)).toThrow(/^invalidValue/);
  });
});
