/** No name of a client reaches a prototype (E3): as a path, a key, in a filter, or in a value. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import type { Resource } from '../resource/types.ts';
import { groupType } from '../schema/index.ts';
import { ENTERPRISE, GROUP, type PatchRequest, patch, refusal, USER } from './test-support.ts';

const PROTOTYPES = [Object.prototype, Function.prototype, Array.prototype];
const NAMES = [
  ...new Set([...PROTOTYPES.flatMap((one) => Object.getOwnPropertyNames(one)), 'prototype']),
  // `name` is an attribute of users as well as a property of functions.
].filter((name) => name !== 'name');

const JO: Resource = {
  schemas: [USER, ENTERPRISE],
  userName: 'jo',
  name: { givenName: 'Jo' },
  emails: [{ value: 'a@x', type: 'work' }],
  [ENTERPRISE]: { department: 'D', manager: { value: 'm', $ref: 'Users/m' } },
};
const TEAM: Resource = { schemas: [GROUP], displayName: 'Team' };

const snapshot = () =>
  PROTOTYPES.map((one) => Object.entries(Object.getOwnPropertyDescriptors(one)));
let before: unknown;
beforeEach(() => {
  before = snapshot();
});
afterEach(() => {
  expect(snapshot()).toEqual(before);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

const PATHS: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => `${name}.x`,
  (name) => `${name}.polluted`,
  (name) => `name.${name}`,
  (name) => `emails.${name}`,
  (name) => `${name}[primary eq true].x`,
  (name) => `${name}[${name} eq true]`,
  (name) => `emails[${name} eq "x"]`,
  (name) => `emails[${name} pr].value`,
  (name) => `emails[type eq "work"].${name}`,
  (name) => `emails[type eq "new"].${name}`,
  (name) => `${USER}:${name}`,
  (name) => `${ENTERPRISE}:${name}`,
  (name) => `${ENTERPRISE}:${name}.x`,
  (name) => `${ENTERPRISE}:manager.${name}`,
  (name) => `urn:x:${name}`,
  (name) => `urn:x:${name}:polluted`,
];

describe('names of prototypes', () => {
  it.each(NAMES)('%s in a path is 400', (name) => {
    for (const make of PATHS) {
      for (const op of ['add', 'replace', 'remove']) {
        const operation = { op, path: make(name), value: 'polluted' };
        for (const mode of ['tolerant', 'strict'] as const) {
          expect(refusal(JO, [operation], { mode }).status).toBe(400);
        }
      }
    }
  });

  it.each(NAMES)('%s in a path of a group is 400', (name) => {
    for (const path of [
      name,
      `members.${name}`,
      `members[${name} eq "x"]`,
      `members[value eq "x"].${name}`,
    ]) {
      for (const op of ['add', 'replace', 'remove']) {
        const operation = { op, path, value: 'polluted' };
        expect(refusal(TEAM, [operation], { type: groupType }).status).toBe(400);
      }
    }
  });

  it.each(NAMES)('%s as a key changes nothing', (name) => {
    for (const make of PATHS) {
      for (const value of ['polluted', { polluted: 1 }, [{ polluted: 1 }], null]) {
        const object = JSON.parse(`{${JSON.stringify(make(name))}:${JSON.stringify(value)}}`);
        for (const op of ['add', 'replace']) changesNothing(JO, [{ op, value: object }]);
        changesNothing(JO, [{ op: 'add', path: ENTERPRISE, value: object }]);
      }
    }
  });

  it.each(NAMES)('%s as a key within values changes nothing', (name) => {
    const inner = JSON.parse(`{${JSON.stringify(name)}:{"polluted":1}}`);
    const value = [inner];
    changesNothing(JO, [{ op: 'add', path: 'name', value: inner }]);
    changesNothing(JO, [{ op: 'replace', path: 'name', value: inner }]);
    changesNothing(JO, [{ op: 'add', path: 'emails', value }]);
    changesNothing(JO, [{ op: 'add', path: 'emails[type eq "work"]', value: inner }]);
    changesNothing(JO, [{ op: 'remove', path: 'emails', value }]);
    changesNothing(JO, [{ op: 'add', path: `${ENTERPRISE}:manager`, value: inner }]);
    changesNothing(JO, [{ op: 'add', value: { name: inner, emails: value, [ENTERPRISE]: inner } }]);
    changesNothing(TEAM, [{ op: 'add', path: 'members', value }], { type: groupType });
  });

  it.each(NAMES)('%s as a value is a text like any other', (name) => {
    const { resource } = patch(JO, [
      { op: 'replace', path: 'title', value: name },
      { op: 'add', path: `emails[type eq "${name}"].value`, value: name },
    ]);
    expect(resource.title).toBe(name);
    expect(resource.emails).toEqual([
      { value: 'a@x', type: 'work' },
      { type: name, value: name },
    ]);
    const group = [{ op: 'replace', path: 'displayName', value: name }];
    expect(patch(TEAM, group, { type: groupType }).resource.displayName).toBe(name);
  });

  it.each(NAMES)('%s in the message itself is noted', (name) => {
    const operation = JSON.parse(
      `{"op":"add","path":"title","value":"T",${JSON.stringify(name)}:{"polluted":1}}`,
    );
    if (name === 'constructor') expect(Object.keys(operation)).toContain('constructor');
    const { resource } = patch(JO, [operation]);
    expect(resource).toEqual({ ...JO, title: 'T' });
  });
});

/** Refused as a SCIM error, or left out. */
function changesNothing(current: Resource, operations: readonly unknown[], request?: PatchRequest) {
  try {
    const { resource, members } = patch(current, operations, request);
    expect(resource).toBe(current);
    expect(members).toEqual([]);
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    expect(error.status).toBe(400);
  }
}
