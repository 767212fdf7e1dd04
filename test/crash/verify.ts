import type { Journal, Tracked, UserState } from './journal.ts';
import type { Target } from './send.ts';

/** Look-ups at a time. */
const LOOKUPS = 8;

interface Actual {
  readonly id: string;
  readonly state: UserState;
}

/**
 * Compares what the server says after a crash with the journal, and settles what was open: from now
 * on the state found is the one that must stay. Returns the contradictions in words.
 */
export async function contradictions(target: Target, journal: Journal): Promise<string[]> {
  const found: string[] = [];
  const members = await groupMembers(target);
  const waiting = [...journal.users];
  const look = async () => {
    for (let user = waiting.pop(); user !== undefined; user = waiting.pop()) {
      found.push(...settle(user, await lookUp(target, user.userName, members)));
    }
  };
  await Promise.all(Array.from({ length: LOOKUPS }, look));
  return found;
}

function settle(user: Tracked, actual: Actual | undefined): string[] {
  const found: string[] = [];
  if (!user.possible.some((state) => sameState(state, actual?.state))) {
    found.push(
      `${user.userName}: found ${JSON.stringify(actual?.state)}, possible ${JSON.stringify(user.possible)}`,
    );
  }
  if (user.id !== undefined && actual !== undefined && actual.id !== user.id) {
    found.push(`${user.userName}: id ${actual.id} instead of ${user.id}`);
  }
  user.id = actual?.id;
  user.possible = [actual?.state];
  return found;
}

function sameState(a: UserState | undefined, b: UserState | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.title === b.title && a.nickName === b.nickName && a.inGroup === b.inGroup;
}

async function lookUp(
  target: Target,
  userName: string,
  members: ReadonlySet<string>,
): Promise<Actual | undefined> {
  const filter = encodeURIComponent(`userName eq "${userName}"`);
  const list = await get(target, `/Users?filter=${filter}`);
  const resources: unknown = Reflect.get(list, 'Resources');
  if (!Array.isArray(resources) || resources.length > 1) throw new Error('not one answer');
  if (resources.length === 0) return undefined;
  const resource = Object(resources[0]);
  const id = String(resource.id);
  return {
    id,
    state: {
      title: String(resource.title),
      nickName: String(resource.nickName),
      inGroup: members.has(id),
    },
  };
}

async function groupMembers(target: Target): Promise<Set<string>> {
  const group = await get(target, `/Groups/${target.groupId}`);
  const members: unknown = Reflect.get(group, 'members') ?? [];
  if (!Array.isArray(members)) throw new Error('a group with odd members');
  return new Set(members.map((member) => String(Object(member).value)));
}

async function get(target: Target, path: string): Promise<object> {
  const response = await fetch(target.baseUrl + path, {
    headers: { Authorization: `Bearer ${target.token}` },
  });
  if (response.status !== 200) throw new Error(`GET ${path}: ${response.status}`);
  return Object(await response.json());
}
