/** What a request meant, in a few words: "Added 3 members to Sales". */
import { type ActivityRow, HELD_NOTE } from './types.ts';

/** What people call a user or a group; undefined when nobody knows any more. */
export type NameOf = (id: string) => string | undefined;

type Row = Pick<
  ActivityRow,
  'method' | 'path' | 'query' | 'status' | 'resourceType' | 'resourceId' | 'requestBody' | 'notes'
>;

/** Done, or to be done, and to what. */
interface Act {
  readonly done: string;
  readonly toDo: string;
  readonly rest: string;
}

/** Longest name in it, characters. */
const NAME_MAX = 200;
/** Names of attributes that are listed. */
const ATTRIBUTES_MAX = 3;

/** Ids whose names {@link meaningOf} wants to know. */
export function resourceIdsIn(rows: readonly Row[]): string[] {
  return [...new Set(rows.map(({ resourceId }) => resourceId).filter((id) => id !== null))];
}

/** In words; for a request that was refused, what it was for. */
export function meaningOf(row: Row, nameOf: NameOf): string {
  const { done, toDo, rest } = actOf(row, nameOf);
  if (row.status < 400) return `${done} ${rest}`;
  const isHeld = row.notes.some(({ entry }) => entry === HELD_NOTE);
  return isHeld ? `Held: ${toDo} ${rest}` : `Could not ${toDo} ${rest}`;
}

function actOf(row: Row, nameOf: NameOf): Act {
  const { method, resourceType: type, resourceId: id } = row;
  if (type !== 'User' && type !== 'Group') return discovery(row);
  const body = readBody(row.requestBody);
  const what = id === null ? undefined : called(type, id, nameOf);
  if (method === 'GET' || method === 'HEAD')
    return what === undefined ? list(row, type) : act('Read', 'read', what);
  if (method === 'POST') return create(type, body, what);
  const whom = what ?? `a ${type.toLowerCase()}`;
  if (method === 'DELETE') return act('Deleted', 'delete', whom);
  if (method === 'PUT') return replace(type, body, whom);
  return patch(type, body, whom);
}

function act(done: string, toDo: string, rest: string): Act {
  return { done, toDo, rest };
}

function called(type: string, id: string, nameOf: NameOf): string {
  const name = nameOf(id);
  if (name === undefined) return `a ${type.toLowerCase()} that is not there`;
  return type === 'Group' ? `the group ${name.slice(0, NAME_MAX)}` : name.slice(0, NAME_MAX);
}

function discovery({ path, status }: Row): Act {
  if (status === 401) return act('Came', 'come in', 'with that token');
  if (/^\/(?:ServiceProviderConfig|Schemas|ResourceTypes)/.test(path)) {
    return act('Read', 'read', 'what the service can do');
  }
  return act('Asked', 'ask', `for ${path}`);
}

function list({ query }: Row, type: string): Act {
  const of = type === 'User' ? 'users' : 'groups';
  const attribute = /(?:^|&)filter=([A-Za-z][\w.:$-]*)/.exec(query)?.[1];
  if (attribute === undefined) return act('Listed', 'list', of);
  return act('Looked for', 'look for', `${of} by ${attribute}`);
}

function create(type: string, body: unknown, what: string | undefined): Act {
  const name = nameIn(body);
  const plain = type === 'Group' ? `the group ${name ?? ''}`.trim() : (name ?? 'a user');
  const count = listIn(field(body, 'members')).length;
  const whom = name === undefined ? (what ?? plain) : plain;
  return act('Created', 'create', count === 0 ? whom : `${whom} with ${members(count)}`);
}

function replace(type: string, body: unknown, whom: string): Act {
  if (isFalse(field(body, 'active'))) return act('Deactivated', 'deactivate', whom);
  if (type === 'User') return act('Replaced', 'replace', `the profile of ${whom}`);
  const sent = field(body, 'members');
  const count = sent === undefined ? '' : `, with ${members(listIn(sent).length)}`;
  return act('Replaced', 'replace', `${whom}${count}`);
}

function patch(type: string, body: unknown, whom: string): Act {
  const operations = listIn(field(body, 'Operations'));
  const changed = operations.flatMap(attributesOf);
  if (type === 'Group') {
    const moved = operations.filter((one) => attributesOf(one).some(isMembers));
    const only = moved.length === operations.length && moved.length > 0;
    if (only) return movement(moved, whom);
  }
  const active = operations.map(activeIn).find((value) => value !== undefined);
  if (active !== undefined && changed.every((name) => name === 'active')) {
    return isFalse(active)
      ? act('Deactivated', 'deactivate', whom)
      : act('Activated', 'activate', whom);
  }
  const names = [...new Set(changed)];
  if (names.length === 0) return act('Changed', 'change', whom);
  const more = names.length > ATTRIBUTES_MAX ? ' and more' : '';
  return act('Changed', 'change', `${names.slice(0, ATTRIBUTES_MAX).join(', ')}${more} of ${whom}`);
}

function movement(operations: readonly unknown[], group: string): Act {
  const of = (op: string) =>
    operations
      .filter((one) => String(field(one, 'op')).toLowerCase() === op)
      .reduce<number>((sum, one) => sum + membersIn(one), 0);
  const [added, removed, replaced] = [of('add'), of('remove'), of('replace')];
  if (replaced > 0) return act('Set', 'set', `the members of ${group} to ${members(replaced)}`);
  if (added > 0 && removed > 0) {
    return act('Added', 'add', `${members(added)} to ${group}, and removed ${removed}`);
  }
  if (added > 0) return act('Added', 'add', `${members(added)} to ${group}`);
  if (removed > 0) return act('Removed', 'remove', `${members(removed)} from ${group}`);
  return act('Removed', 'remove', `all members from ${group}`);
}

/** Of one operation; a path such as `members[value eq "x"]` names one. */
function membersIn(operation: unknown): number {
  const value = field(operation, 'value');
  const listed = listIn(field(value, 'members') ?? value).length;
  return listed > 0 ? listed : /\[/.test(String(field(operation, 'path') ?? '')) ? 1 : 0;
}

function members(count: number): string {
  return count === 1 ? '1 member' : `${count} members`;
}

function isMembers(name: string): boolean {
  return name.toLowerCase() === 'members';
}

/** Names of the attributes that an operation is about, without what follows them. */
function attributesOf(operation: unknown): string[] {
  const path = field(operation, 'path');
  if (typeof path === 'string' && path !== '') return [firstName(path)];
  const value = field(operation, 'value');
  return Array.isArray(value) ? [] : Object.keys(Object(value)).map(firstName);
}

/** `urn:…:User:department` is `department`, `name.givenName` is `name`. */
function firstName(path: string): string {
  const own = path.startsWith('urn:') ? path.slice(path.lastIndexOf(':') + 1) : path;
  return own.split(/[.[]/)[0] ?? own;
}

function activeIn(operation: unknown): unknown {
  const value = field(operation, 'value');
  return String(field(operation, 'path') ?? '').toLowerCase() === 'active'
    ? value
    : field(value, 'active');
}

function isFalse(value: unknown): boolean {
  return value === false || String(value).toLowerCase() === 'false';
}

function nameIn(body: unknown): string | undefined {
  const name = field(body, 'name');
  const parts = [field(name, 'givenName'), field(name, 'familyName')].filter(isText).join(' ');
  const candidates = [
    field(body, 'displayName'),
    field(name, 'formatted'),
    parts,
    field(body, 'userName'),
  ];
  return candidates
    .filter(isText)
    .find((one) => one !== '')
    ?.slice(0, NAME_MAX);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** An attribute in any letter case. */
function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return found?.[1];
}

function listIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null ? [value] : [];
}

function readBody(body: string | null): unknown {
  try {
    return JSON.parse(body ?? 'null');
  } catch {
    return undefined;
  }
}
