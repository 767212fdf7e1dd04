import { describe, expect, it } from 'vitest';
import { answerType, checkBodyType } from './media-types.ts';

describe('RFC 7644 §3.8 Accept', () => {
  it.each([
    [null],
    [''],
    ['*/*'],
    ['application/*'],
    ['application/scim+json'],
    ['APPLICATION/SCIM+JSON; charset=utf-8'],
    ['application/json, application/scim+json'],
    ['application/json, text/plain, */*'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'],
    ['application/json;q=0.5, application/scim+json;q=0.5'],
    ['text/html, application/json;q=0, */*;q=0.1'],
  ])('7644-3.8-02 7644-3.8-04 answers %s with application/scim+json', (accept) => {
    expect(answerType(accept)).toBe('application/scim+json');
  });
  it.each([
    ['application/json'],
    ['application/json; charset=utf-8'],
    ['application/json, application/scim+json;q=0.9'],
    ['application/json, */*;q=0.5'],
    ['application/scim+json;q=0, */*'],
    ['text/html, application/json'],
  ])('7644-3.8-03 AMB-35 answers %s with application/json', (accept) => {
    expect(answerType(accept)).toBe('application/json');
  });
  it.each([
    ['text/html'],
    ['application/xml, text/*'],
    ['application/scim+json;q=0'],
    ['*/*;q=0'],
    ['*/*;q=x'],
    ['nonsense'],
  ])('7644-3.8-05 refuses %s', (accept) => {
    expect(() => answerType(accept)).toThrow(/^notAcceptable/);
  });
});

describe('RFC 7644 §3.8 Content-Type', () => {
  const check = (headers: Record<string, string>) => () => checkBodyType(new Headers(headers));
  it.each([
    'application/scim+json',
    'application/json',
    'Application/SCIM+JSON;charset=UTF-8',
    'application/json; charset="utf-8"; odata=verbose',
    'application/json;charset = utf8',
  ])('7644-3.8-06 takes %s', (type) => {
    expect(check({ 'content-type': type })).not.toThrow();
  });
  it('takes a body that says nothing', () => {
    expect(check({})).not.toThrow();
    expect(check({ 'content-encoding': 'identity' })).not.toThrow();
  });
  it.each([
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-16',
    'application/jsonx',
    '',
  ])('7644-3.8-06 refuses %j', (type) => {
    expect(check({ 'content-type': type })).toThrow(/^unsupportedMediaType/);
  });
  it.each(['gzip', 'br', 'gzip, identity'])('refuses Content-Encoding %s', (encoding) => {
    expect(check({ 'content-encoding': encoding })).toThrow(/^unsupportedMediaType/);
  });
});
