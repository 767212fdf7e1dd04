/** `remove` at each kind of place, in both modes. */
import { describe } from 'vitest';
import {
  check,
  HOME,
  JO,
  MIN,
  remove,
  replace,
  STAFF,
  staff,
  WORK,
} from './test-decision-table.ts';
import { ENTERPRISE, USER } from './test-support.ts';

describe('RFC 7644 §3.5.2.2 remove', () => {
  check([
    ['7644-3.5.2.2-02 simple', JO, remove('title'), { ...JO, title: undefined }],
    ['simple, unset', MIN, remove('title'), MIN],
    ['simple, its value is ignored', JO, remove('title', 'else'), { ...JO, title: undefined }],
    ['complex', JO, remove('name'), { ...JO, name: undefined }],
    ['sub-attribute', JO, remove('name.givenName'), { ...JO, name: { familyName: 'Ray' } }],
    [
      'sub-attribute, the last one',
      { ...MIN, name: { givenName: 'Jo' } },
      remove('name.givenName'),
      MIN,
    ],
    ['7644-3.5.2.2-03 multi', JO, remove('emails'), { ...JO, emails: undefined }],
    ['multi, null', JO, remove('emails', null), { ...JO, emails: undefined }],
    ['AMB-22 multi, listed', JO, remove('emails', [{ value: 'A@X' }]), { ...JO, emails: [HOME] }],
    [
      'AMB-22 multi, listed wholly',
      JO,
      remove('emails', [WORK, HOME]),
      { ...JO, emails: undefined },
    ],
    [
      'AMB-22 multi, all that it says has to fit',
      JO,
      remove('emails', [{ ...HOME, type: 'work' }]),
      JO,
    ],
    ['AMB-22 multi, nothing listed', JO, remove('emails', []), JO],
    [
      'AMB-22 multi, one object',
      JO,
      remove('emails', HOME),
      { ...JO, emails: [WORK] },
      'invalidValue',
    ],
    ['AMB-22 multi, an empty object', JO, remove('emails', [{}]), 'invalidValue'],
    ['AMB-22 multi, text', JO, remove('emails', 'a@x'), 'invalidValue'],
    [
      'AMB-44 sub of all',
      JO,
      remove('emails.type'),
      { ...JO, emails: [{ value: 'a@x', primary: true }, { value: 'b@x' }] },
    ],
    ['AMB-44 sub of all, none there', MIN, remove('emails.type'), MIN],
    ['7644-3.5.2.2-04 filter', JO, remove('emails[type eq "work"]'), { ...JO, emails: [HOME] }],
    ['7644-3.5.2.2-04 filter, all', JO, remove('emails[value pr]'), { ...JO, emails: undefined }],
    ['AMB-21 filter, no match', JO, remove('emails[type eq "other"]'), JO],
    ['AMB-21 filter, unset', MIN, remove('emails[type eq "other"]'), MIN],
    [
      '7644-3.5.2.2-05 filter + sub',
      JO,
      remove('addresses[type eq "work"].region'),
      {
        ...JO,
        addresses: [
          { type: 'work', locality: 'Bonn' },
          { type: 'work', locality: 'Köln' },
          { type: 'home', region: 'BY' },
        ],
      },
    ],
    [
      'filter + sub, an element left empty goes',
      { ...JO, emails: [{ type: 'x' }, HOME] },
      remove('emails[type eq "x"].type'),
      { ...JO, emails: [HOME] },
    ],
    ['filter + sub, no match', JO, remove('emails[type eq "other"].value'), JO],
    ['extension URN', STAFF, remove(ENTERPRISE), staff(undefined)],
    ['extension URN, unset', JO, remove(ENTERPRISE), JO],
    ['base URN', JO, remove(USER), 'mutability'],
    [
      'URN:attr',
      STAFF,
      remove(`${ENTERPRISE}:department`),
      staff({ manager: STAFF[ENTERPRISE].manager }),
    ],
    [
      'AMB-04 URN:attr, the last one',
      { ...JO, [ENTERPRISE]: { department: 'Sales' } },
      remove(`${ENTERPRISE}:department`),
      JO,
    ],
    ['schemas', JO, remove('schemas'), 'mutability'],
    ['schemas, an extension', STAFF, remove('schemas', [ENTERPRISE]), staff(undefined)],
    ['schemas, the base', STAFF, remove('schemas', [USER]), 'mutability'],
    ['7644-3.5.2.2-06 required', JO, remove('userName'), 'mutability'],
    ['AMB-55 required, replaced by null', JO, replace('userName', null), 'mutability'],
    ['AMB-01 unknown attribute', JO, remove('nope'), 'invalidPath'],
  ]);
});
