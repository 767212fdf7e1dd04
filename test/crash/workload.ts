/**
 * Writers that keep a journal outside the system under test. Every user belongs to one writer, so
 * what each must look like afterwards is known: what was acknowledged, or, where the answer never
 * came, either the state before or the state after, whole.
 */

/** What a user must look like; undefined is gone (404). */
export interface UserState {
  readonly title: string;
  readonly nickName: string;
  readonly inGroup: boolean;
}

/** A user that some writer owns. `possible` has two states while an answer is outstanding. */
interface Tracked {
  id: string | undefined;
  readonly userName: string;
  possible: (UserState | undefined)[];
}

export interface Journal {
  readonly users: Tracked[];
  /** Requests that got a whole 2xx. */
  acknowledged: number;
  /** Users that were tried to make, for names that never come again. */
  made: number;
}

export interface Target {
  readonly baseUrl: string;
  readonly token: string;
  readonly groupId: string;
}

const MEDIA_TYPE = 'application/scim+json';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** Runs `writers` writers until the server dies. Throws if a request is refused. */
export async function writeUntilDeath(
  target: Target,
  journal: Journal,
  writers: number,
  random: () => number,
): Promise<void> {
  const write = async (writer: number) => {
    const mine: Tracked[] = [];
    for (let step = 0; ; step++) {
      const alive = await oneWrite(target, journal, mine, `${writer}-${step}`, random);
      if (!alive) return;
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, index) => write(index)));
}

async function oneWrite(
  target: Target,
  journal: Journal,
  mine: Tracked[],
  name: string,
  random: () => number,
): Promise<boolean> {
  const known = mine.filter((user) => user.id !== undefined && user.possible[0] !== undefined);
  const user = known[Math.floor(random() * known.length)];
  if (user === undefined || random() < 0.4) return createUser(target, journal, mine, name);
  const before = user.possible[0];
  if (before === undefined) return true;
  const choice = random();
  if (choice < 0.4) {
    const after = { ...before, title: `title ${name}`, nickName: `title ${name}` };
    const body = patch([
      { op: 'replace', value: { title: after.title, nickName: after.nickName } },
    ]);
    return change(target, journal, user, after, 'PATCH', `/Users/${user.id}`, body);
  }
  if (choice < 0.8) {
    const after = { ...before, inGroup: !before.inGroup };
    const operation = before.inGroup
      ? { op: 'remove', path: `members[value eq "${user.id}"]` }
      : { op: 'add', path: 'members', value: [{ value: user.id }] };
    const path = `/Groups/${target.groupId}`;
    return change(target, journal, user, after, 'PATCH', path, patch([operation]));
  }
  return change(target, journal, user, undefined, 'DELETE', `/Users/${user.id}`, undefined);
}

async function createUser(
  target: Target,
  journal: Journal,
  mine: Tracked[],
  name: string,
): Promise<boolean> {
  const userName = `u-${journal.made++}@crash.test`;
  const state = { title: name, nickName: name, inGroup: false };
  const user: Tracked = { id: undefined, userName, possible: [undefined, state] };
  journal.users.push(user);
  mine.push(user);
  const body = JSON.stringify({
    schemas: [USER],
    userName,
    title: name,
    nickName: name,
    emails: [{ value: userName, primary: true }],
  });
  const answer = await send(target, 'POST', '/Users', body);
  if (answer === undefined) return false;
  const created: unknown = JSON.parse(answer);
  user.id = String(Reflect.get(Object(created), 'id'));
  user.possible = [state];
  journal.acknowledged++;
  return true;
}

async function change(
  target: Target,
  journal: Journal,
  user: Tracked,
  after: UserState | undefined,
  method: string,
  path: string,
  body: string | undefined,
): Promise<boolean> {
  user.possible = [user.possible[0], after];
  const answer = await send(target, method, path, body);
  if (answer === undefined) return false;
  user.possible = [after];
  journal.acknowledged++;
  return true;
}

/** The body of a whole 2xx, or undefined when the connection died. */
async function send(
  target: Target,
  method: string,
  path: string,
  body: string | undefined,
): Promise<string | undefined> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(target.baseUrl + path, {
      method,
      headers: { Authorization: `Bearer ${target.token}`, 'Content-Type': MEDIA_TYPE },
      ...(body === undefined ? {} : { body }),
    });
    text = await response.text();
  } catch {
    return undefined;
  }
  if (!response.ok) throw new Error(`${method} ${path} was refused: ${response.status} ${text}`);
  return text;
}

function patch(operations: readonly object[]): string {
  return JSON.stringify({ schemas: [PATCH_OP], Operations: operations });
}
