/** Users and memberships over SCIM, and single changes of them, each counted. */

import { newUser } from '../scenarios.ts';
import { createGroup, createUsers, type Send } from '../seed.ts';

/** Groups that each user is in. */
export const GROUPS_PER_USER = 4;
const MEMBERS_PER_GROUP = 1000;

/** Returns how many memberships it made. */
export async function fillGroups(send: Send, users: readonly string[]): Promise<number> {
  for (let round = 0; round < GROUPS_PER_USER; round++) {
    for (let at = 0; at < users.length; at += MEMBERS_PER_GROUP) {
      const members = users.slice(at, at + MEMBERS_PER_GROUP);
      await createGroup(send, `Group ${round} ${at}`, members);
    }
  }
  return users.length * GROUPS_PER_USER;
}

/** One after the other, so that each has a transaction of its own. */
export async function createAlone(send: Send, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await send('POST', '/Users', newUser().replaceAll('{n}', `alone-${n}`));
  }
}

/** Several at a time, which share transactions. */
export async function createTogether(send: Send, count: number): Promise<void> {
  await createUsers(send, count, 'together-');
}

/** Adds members to a group, one request after the other. */
export async function joinAlone(
  send: Send,
  group: string,
  members: readonly string[],
): Promise<void> {
  for (const value of members) {
    const patch = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'add', path: 'members', value: [{ value }] }],
    };
    await send('PATCH', `/Groups/${group}`, JSON.stringify(patch));
  }
}
