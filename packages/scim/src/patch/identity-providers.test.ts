/** Requests as identity providers send them (tolerant mode). */
import { describe, expect, it } from 'vitest';
import { groupType } from '../schema/index.ts';
import { ENTERPRISE, GROUP, patch, USER } from './test-support.ts';

const MIN = { schemas: [USER], userName: 'jo@x', active: true };
const TEAM = { schemas: [GROUP], displayName: 'Team' };
const group = { type: groupType };

describe('Entra ID', () => {
  const path = (op: string) => (target: string, value: unknown) => ({ op, path: target, value });
  const ADDRESS = ['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'];

  it.each(['add', 'Add', 'replace', 'Replace'])('%s of every attribute on a minimal user', (op) => {
    const set = path(op);
    const { resource } = patch(MIN, [
      set('displayName', 'Jo Ray'),
      set('title', 'T'),
      set('preferredLanguage', 'xx'),
      set('name.givenName', 'Jo'),
      set('name.familyName', 'Ray'),
      set('name.formatted', 'Jo Ray'),
      set('emails[type eq "work"].value', 'jo@x'),
      set('emails[type eq "work"].primary', true),
      ...ADDRESS.map((part) => set(`addresses[type eq "work"].${part}`, `a-${part}`)),
      ...['work', 'mobile', 'fax'].map((t) => set(`phoneNumbers[type eq "${t}"].value`, `p-${t}`)),
      set('phoneNumbers[type eq "mobile"].primary', 'True'),
      set('roles[primary eq "True"].display', 'D'),
      set('roles[primary eq "True"].value', 'V'),
      set('roles[primary eq "True"].type', 'R'),
      set('externalId', 'e'),
      set('locale', 'anything at all'),
      set('active', 'False'),
      set(`${ENTERPRISE}:employeeNumber`, '7'),
      set(`${ENTERPRISE}:department`, 'D'),
      set(`${ENTERPRISE}:manager`, 'm1'),
    ]);
    expect(resource).toEqual({
      schemas: [USER, ENTERPRISE],
      userName: 'jo@x',
      active: false,
      displayName: 'Jo Ray',
      title: 'T',
      preferredLanguage: 'xx',
      name: { givenName: 'Jo', familyName: 'Ray', formatted: 'Jo Ray' },
      emails: [{ type: 'work', value: 'jo@x', primary: true }],
      addresses: [
        { type: 'work', ...Object.fromEntries(ADDRESS.map((part) => [part, `a-${part}`])) },
      ],
      phoneNumbers: [
        { type: 'work', value: 'p-work' },
        { type: 'mobile', value: 'p-mobile', primary: true },
        { type: 'fax', value: 'p-fax' },
      ],
      roles: [{ primary: true, display: 'D', value: 'V', type: 'R' }],
      externalId: 'e',
      locale: 'anything at all',
      [ENTERPRISE]: {
        employeeNumber: '7',
        department: 'D',
        manager: { value: 'm1', $ref: 'Users/m1' },
      },
    });
  });

  it('disables with a boolean, with "False", and without a path', () => {
    for (const operation of [
      { op: 'replace', path: 'active', value: false },
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'replace', value: { active: false } },
      { op: 'Replace', value: { active: 'false' } },
    ]) {
      expect(patch(MIN, [operation]).resource.active).toBe(false);
    }
  });

  it('flag mode: a path-less value with dotted and URN keys, then filter paths', () => {
    const { resource } = patch(MIN, [
      {
        op: 'replace',
        value: { displayName: 'B', 'name.givenName': 'G', [`${ENTERPRISE}:employeeNumber`]: '1' },
      },
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'w@x' },
      { op: 'add', path: 'emails[type eq "work"].primary', value: true },
    ]);
    expect(resource).toEqual({
      ...MIN,
      schemas: [USER, ENTERPRISE],
      displayName: 'B',
      name: { givenName: 'G' },
      emails: [{ type: 'work', value: 'w@x', primary: true }],
      [ENTERPRISE]: { employeeNumber: '1' },
    });
  });

  it('sets, replaces and removes the manager', () => {
    const manager = 'manager';
    const added = patch(MIN, [
      { op: 'Add', path: manager, value: [{ $ref: 'http://x/Users/m1', value: 'm1' }] },
    ]).resource;
    expect(added[ENTERPRISE]).toEqual({ manager: { value: 'm1', $ref: 'Users/m1' } });
    const replaced = patch(added, [
      { op: 'Replace', path: `${ENTERPRISE}:manager`, value: { value: 'm2' } },
    ]).resource;
    expect(replaced[ENTERPRISE]).toEqual({ manager: { value: 'm2', $ref: 'Users/m2' } });
    for (const gone of [
      { op: 'Remove', path: manager },
      { op: 'Replace', path: manager, value: '' },
      { op: 'Replace', path: manager, value: { value: '' } },
      { op: 'Replace', path: `${ENTERPRISE}:manager`, value: null },
    ]) {
      expect(patch(replaced, [gone]).resource).toEqual(MIN);
    }
  });

  it('groups: rename, add, remove by list, replace, add and remove in one request', () => {
    const ref = { value: '1', type: undefined };
    expect(
      patch(TEAM, [{ op: 'Replace', path: 'displayName', value: 'N' }], group).resource,
    ).toEqual({
      ...TEAM,
      displayName: 'N',
    });
    expect(patch(TEAM, [{ op: 'replace', value: { externalId: 'e' } }], group).resource).toEqual({
      ...TEAM,
      externalId: 'e',
    });
    const { members } = patch(
      TEAM,
      [
        { op: 'Add', path: 'members', value: [{ $ref: null, value: '1' }] },
        { op: 'Remove', path: 'members', value: [{ $ref: null, value: '1' }] },
        { op: 'replace', path: 'members', value: [{ value: '1' }] },
        { op: 'remove', path: 'members[value eq "1"]' },
      ],
      group,
    );
    expect(members).toEqual([
      { kind: 'add', members: [ref] },
      { kind: 'remove', values: ['1'] },
      { kind: 'replace', members: [ref] },
      { kind: 'remove', values: ['1'] },
    ]);
  });
});

describe('Okta', () => {
  it('switches users off and on, and pushes passwords', () => {
    const off = patch(MIN, [{ op: 'replace', value: { active: false } }]).resource;
    expect(off.active).toBe(false);
    expect(patch(off, [{ op: 'replace', value: { active: true } }]).resource).toEqual(MIN);
    const { resource, notes } = patch(MIN, [{ op: 'replace', value: { password: 'pw' } }]);
    expect(resource).toBe(MIN);
    expect(notes).toEqual(['path-less-patch replace', 'password-dropped password']);
  });

  it('renames a group with its id in the value, then adds members', () => {
    const { resource, members } = patch(
      TEAM,
      [
        { op: 'replace', value: { id: 'g1', displayName: 'New' } },
        { op: 'add', path: 'members', value: [{ value: 'u1', display: 'jo@x' }] },
      ],
      group,
    );
    expect(resource.displayName).toBe('New');
    expect(members).toEqual([{ kind: 'add', members: [{ value: 'u1', type: undefined }] }]);
  });

  it('changes memberships in one request and overwrites them with Push Now', () => {
    const ids = Array.from({ length: 500 }, (_, i) => `u${i}`);
    const removes = ids.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` }));
    expect(patch(TEAM, removes, group).members).toEqual([{ kind: 'remove', values: ids }]);
    expect(patch(TEAM, [{ op: 'replace', path: 'members', value: [] }], group).members).toEqual([
      { kind: 'replace', members: [] },
    ]);
  });
});

describe('others', () => {
  it('authentik sends the whole group without a path', () => {
    const value = { schemas: [GROUP], id: 'g', externalId: 'e', displayName: 'N' };
    expect(patch(TEAM, [{ op: 'replace', value }], group).resource).toEqual({
      ...TEAM,
      externalId: 'e',
      displayName: 'N',
    });
  });

  it('JumpCloud sends a replace per attribute, and removes by list', () => {
    const { resource } = patch(MIN, [
      { op: 'replace', path: 'name.familyName', value: 'R' },
      { op: 'replace', path: 'emails', value: [{ type: 'work', value: 'j@x', primary: true }] },
    ]);
    expect(resource).toMatchObject({ name: { familyName: 'R' }, emails: [{ value: 'j@x' }] });
  });

  it('an extension of Keycloak removes all members with a null value', () => {
    const operation = { op: 'remove', path: 'members', value: null };
    expect(patch(TEAM, [operation], group).members).toEqual([{ kind: 'removeAll' }]);
  });

  it('OneLogin sends one object for emails', () => {
    const operation = { op: 'replace', path: 'emails', value: { value: 'j@x' } };
    expect(patch(MIN, [operation]).resource.emails).toEqual([{ value: 'j@x' }]);
  });
});
