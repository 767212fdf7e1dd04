import { describe, expect, it } from 'vitest';
import { checkIfMatch, etag, namesVersion } from './etag.ts';

describe('RFC 7644 §3.14 versions', () => {
  it('7643-3.1-19 are weak tags', () => {
    expect(etag(3)).toBe('W/"3"');
  });
  it.each(['W/"3"', '"3"', '*', 'W/"1", W/"3"', '"x","3"', ' W/"3" ', 'W/"2",*'])(
    'AMB-37 %s names version 3',
    (header) => {
      expect(namesVersion(header, 3)).toBe(true);
    },
  );
  it.each(['W/"33"', '"2"', '3', 'W/3', '', ',', '"3', 'w/"3"x'])(
    '%j does not name version 3',
    (header) => {
      expect(namesVersion(header, 3)).toBe(false);
    },
  );
  it('7644-3.14-04 If-Match passes when absent or matching, else 412', () => {
    expect(() => checkIfMatch(null, 3)).not.toThrow();
    expect(() => checkIfMatch('W/"3"', 3)).not.toThrow();
    expect(() => checkIfMatch('W/"2"', 3)).toThrow(/preconditionFailed/);
    expect(() => checkIfMatch('', 3)).toThrow(/preconditionFailed/);
  });
});
