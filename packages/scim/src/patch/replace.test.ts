/** `replace` at each kind of place, in both modes. */
import { describe } from 'vitest';
import { check, HOME, JO, MIN, replace, STAFF, staff, WORK } from './test-decision-table.ts';
import { ENTERPRISE, USER } from './test-support.ts';

describe('RFC 7644 §3.5.2.3 replace', () => {
  check([
    ['7644-3.5.2.3-02 simple', JO, replace('title', 'A'), { ...JO, title: 'A' }],
    ['7644-3.5.2.3-04 simple, unset', MIN, replace('title', 'A'), { ...MIN, title: 'A' }],
    ['simple, null', JO, replace('title', null), { ...JO, title: undefined }],
    ['simple, null, unset', MIN, replace('title', null), MIN],
    ['simple, wrong type', JO, replace('title', {}), 'invalidValue'],
    ['7644-3.5.2-19 required, empty', JO, replace('userName', ''), 'invalidValue'],
    [
      '7644-3.5.2.3-05 AMB-33 complex',
      JO,
      replace('name', { givenName: 'X' }),
      { ...JO, name: { givenName: 'X', familyName: 'Ray' } },
      { ...JO, name: { givenName: 'X' } },
    ],
    [
      'complex, null inside',
      JO,
      replace('name', { givenName: null }),
      { ...JO, name: { familyName: 'Ray' } },
      { ...JO, name: undefined },
    ],
    ['complex, null', JO, replace('name', null), { ...JO, name: undefined }],
    ['complex, {}', JO, replace('name', {}), JO, { ...JO, name: undefined }],
    ['complex, text', JO, replace('name', 'x'), 'invalidValue'],
    [
      '7644-3.5.2.3-04 sub-attribute, creates the parent',
      MIN,
      replace('name.givenName', 'X'),
      { ...MIN, name: { givenName: 'X' } },
    ],
    [
      'sub-attribute, null',
      JO,
      replace('name.givenName', null),
      { ...JO, name: { familyName: 'Ray' } },
    ],
    ['7644-3.5.2.3-03 multi', JO, replace('emails', [HOME]), { ...JO, emails: [HOME] }],
    ['multi, []', JO, replace('emails', []), { ...JO, emails: undefined }],
    ['multi, null', JO, replace('emails', null), { ...JO, emails: undefined }],
    ['multi, one object', JO, replace('emails', HOME), { ...JO, emails: [HOME] }, 'invalidValue'],
    [
      '7643-2.4-03 multi, two primaries',
      JO,
      replace('emails', [
        { value: 'c', primary: true },
        { value: 'd', primary: true },
      ]),
      'invalidValue',
    ],
    [
      'AMB-44 sub of all',
      JO,
      replace('addresses.region', 'X'),
      { ...JO, addresses: JO.addresses.map((address) => ({ ...address, region: 'X' })) },
    ],
    ['AMB-44 sub of all, none there', MIN, replace('addresses.region', 'X'), 'noTarget'],
    ['AMB-44 sub of all, none there, null', MIN, replace('addresses.region', null), 'noTarget'],
    [
      '7644-3.5.2.3-06 AMB-45 filter, substitutes every match (equal ones become one)',
      JO,
      replace('addresses[type eq "work"]', { formatted: 'F' }),
      {
        ...JO,
        addresses: [{ formatted: 'F' }, { type: 'home', region: 'BY' }],
      },
    ],
    ['filter, null', JO, replace('emails[type eq "home"]', null), { ...JO, emails: [WORK] }],
    ['filter, {}', JO, replace('emails[type eq "home"]', {}), { ...JO, emails: [WORK] }],
    ['filter, array', JO, replace('emails[type eq "home"]', [HOME]), 'invalidValue'],
    [
      '7644-3.5.2-14 filter, becomes primary',
      JO,
      replace('emails[type eq "home"].primary', true),
      {
        ...JO,
        emails: [
          { ...WORK, primary: false },
          { ...HOME, primary: true },
        ],
      },
    ],
    [
      'filter, two become primary',
      JO,
      replace('addresses[type eq "work"].primary', true),
      'invalidValue',
    ],
    [
      '7644-3.5.2.3-08 filter, no match',
      JO,
      replace('emails[type eq "other"]', { value: 'c@x' }),
      { ...JO, emails: [WORK, HOME, { type: 'other', value: 'c@x' }] },
      'noTarget',
    ],
    [
      '7644-3.5.2.3-08 filter + sub, no match',
      MIN,
      replace('emails[type eq "work"].value', 'c@x'),
      { ...MIN, emails: [{ type: 'work', value: 'c@x' }] },
      'noTarget',
    ],
    [
      'filter + sub, no match, null',
      JO,
      replace('emails[type eq "other"].value', null),
      JO,
      'noTarget',
    ],
    ['filter, no match, not an eq', JO, replace('emails[type co "x"].value', 'c'), 'noTarget'],
    [
      'filter, no match, or',
      JO,
      replace('emails[type eq "p" or type eq "q"].value', 'c'),
      'noTarget',
    ],
    [
      '7644-3.5.2.3-07 filter + sub, every match',
      JO,
      replace('addresses[type eq "work"].streetAddress', 'S'),
      {
        ...JO,
        addresses: [
          { type: 'work', locality: 'Bonn', region: 'NRW', streetAddress: 'S' },
          { type: 'work', locality: 'Köln', streetAddress: 'S' },
          { type: 'home', region: 'BY' },
        ],
      },
    ],
    [
      'filter + sub, null',
      JO,
      replace('addresses[type eq "home"].region', null),
      { ...JO, addresses: [JO.addresses[0], JO.addresses[1], { type: 'home' }] },
    ],
    [
      'AMB-57 a boolean as text in a filter',
      JO,
      replace('emails[primary eq "True"].value', 'c@x'),
      { ...JO, emails: [{ ...WORK, value: 'c@x' }, HOME] },
      'invalidFilter',
    ],
    [
      'extension URN, merges',
      STAFF,
      replace(ENTERPRISE, { costCenter: '7' }),
      staff({ ...STAFF[ENTERPRISE], costCenter: '7' }),
    ],
    ['extension URN, null', STAFF, replace(ENTERPRISE, null), staff(undefined)],
    [
      'URN:attr, null',
      STAFF,
      replace(`${ENTERPRISE}:department`, null),
      staff({ manager: STAFF[ENTERPRISE].manager }),
    ],
    ['schemas, all of them', STAFF, replace('schemas', [USER, ENTERPRISE]), STAFF],
    [
      'schemas, in another case',
      STAFF,
      replace('schemas', [USER.toUpperCase(), ENTERPRISE]),
      STAFF,
    ],
    ['schemas, without the extension', STAFF, replace('schemas', [USER]), staff(undefined)],
    ['schemas, without the base', STAFF, replace('schemas', [ENTERPRISE]), 'mutability'],
    ['schemas, null', STAFF, replace('schemas', null), 'mutability'],
    ['schemas, []', STAFF, replace('schemas', []), 'mutability'],
    ['AMB-01 unknown attribute', JO, replace('nope', 'x'), 'invalidPath'],
  ]);
});
