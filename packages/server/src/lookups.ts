/** What people call things, as the ids that logs have. */
import type { App } from './app.ts';
import { Refusal } from './core.ts';
import { memberByEmail, membersByAddress, usersNamed } from './members/index.ts';
import { groupsNamed } from './resources/index.ts';
import { listTokens } from './tokens/index.ts';

const ACTOR = /^(?:token|cli|operator|system|member):/;

/** A user by userName, deleted ones too; else the text is taken for an id. */
export async function userIds(app: App, organization: string, text: string): Promise<string[]> {
  const ids = await usersNamed(app.reader, organization, text);
  return ids.length === 0 ? [text] : ids;
}

/** A group by displayName; else the text is taken for an id. */
export async function groupIds(app: App, organization: string, text: string): Promise<string[]> {
  const ids = await groupsNamed(app.reader, organization, text);
  return ids.length === 0 ? [text] : ids;
}

/** By name or id. @throws Refusal `notFound`. */
export async function tokenIds(app: App, organization: string, text: string): Promise<string[]> {
  const all = await listTokens(app.reader, organization);
  const ids = all.filter(({ id, name }) => id === text || name === text).map(({ id }) => id);
  if (ids.length === 0) throw new Refusal('notFound', `There is no token "${text}".`);
  return ids;
}

/** A user, group or member by name or address; else the text is taken for an id. */
export async function subjectIds(app: App, organization: string, text: string): Promise<string[]> {
  const users = await usersNamed(app.reader, organization, text);
  const groups = await groupsNamed(app.reader, organization, text);
  const member = await memberByEmail(app.reader, organization, text).catch((error: unknown) => {
    if (error instanceof Refusal) return undefined;
    throw error;
  });
  const ids = [...users, ...groups, ...(member === undefined ? [] : [member.id])];
  return ids.length === 0 ? [text] : ids;
}

/**
 * Who made a change, as logs have it: a member by address, a token by name; else the text is taken for what the
 * log has. Several people may share an address; the first of them is meant.
 */
export async function actorOf(app: App, organization: string, text: string): Promise<string> {
  if (ACTOR.test(text)) return text;
  const [member] = await membersByAddress(app.reader, organization, text);
  if (member !== undefined) return `member:${member.id}`;
  const token = app.registry.tokens(organization).find(({ name }) => name === text);
  return token === undefined ? text : `token:${token.id}`;
}
