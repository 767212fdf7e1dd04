import { describe, expect, it } from 'vitest';
import { schemaUris, userType } from '../schema/index.ts';
import { parseFilter } from './parse-filter.ts';
import { printFilter } from './print.ts';

const parse = (text: string) => parseFilter(text, schemaUris(userType));

describe('idp-behaviour §2: a condition after the bracket, as Entra ID matches users', () => {
  it.each([
    ['emails[type eq "work"].value eq "x"', 'emails[type eq "work" and value eq "x"]'],
    ['emails[type eq "work"].value pr', 'emails[type eq "work" and value pr]'],
    [
      'emails[type eq "work" and primary eq true].value sw "x"',
      'emails[type eq "work" and primary eq true and value sw "x"]',
    ],
    [
      'emails[type eq "a" or type eq "b"].value eq "x"',
      'emails[(type eq "a" or type eq "b") and value eq "x"]',
    ],
    [
      '(emails[type eq "work"].value eq "x") and userName eq "y"',
      '(emails[type eq "work" and value eq "x"]) and userName eq "y"',
    ],
  ])('%s means %s', (text, meaning) => {
    expect(printFilter(parse(text))).toBe(printFilter(parse(meaning)));
  });
  it.each([
    'emails[type eq "work"].',
    'emails[type eq "work"].value',
    'emails[type eq "work"].value eq',
    'emails[type eq "work"].value.more eq "x"',
    'emails[type eq "work"].a[b eq 1]',
    'emails[type eq "work"] .value eq "x"',
    'emails[type eq "work"]value eq "x"',
  ])('%s is refused', (text) => {
    expect(() => parse(text)).toThrow('invalidFilter');
  });
});
