/**
 * Writers that keep a journal outside the system under test. Every user belongs to one writer, so
 * what each must look like afterwards is known: what was acknowledged, or, where it is not known what
 * happened, either the state before or the state after, whole. They go on through any outage.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Journal, Tracked, UserState } from './journal.ts';
import { type Answer, send, type Target } from './send.ts';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
/** How long a writer waits that was not served, milliseconds: it looks more often than a client. */
const PAUSE_MS = 100;
/** The same where nobody listened, and another node may. */
const SHORT_PAUSE_MS = 20;

export interface Load {
  /** Resolves when every writer has the answer to its last request. */
  stop(): Promise<void>;
}

/** @param nodes Where writes go at the moment; each goes to any of them. */
export function startWriting(
  nodes: () => readonly Target[],
  journal: Journal,
  writers: number,
  random: () => number,
): Load {
  let isStopping = false;
  const write = async (writer: number) => {
    const mine: Tracked[] = [];
    for (let step = 0; !isStopping; step++) {
      const targets = nodes();
      const target = targets[Math.floor(random() * targets.length)];
      if (target === undefined) throw new Error('There is no node to write to.');
      const { kind } = await oneWrite({ target, journal, mine, name: `${writer}-${step}`, random });
      if (kind === 'unreachable') await sleep(SHORT_PAUSE_MS);
      else if (kind !== 'acknowledged') await sleep(PAUSE_MS);
    }
  };
  const ended = Promise.all(Array.from({ length: writers }, (_, index) => write(index)));
  ended.catch(() => {});
  return {
    async stop() {
      isStopping = true;
      await ended;
    },
  };
}

interface Step {
  readonly target: Target;
  readonly journal: Journal;
  readonly mine: Tracked[];
  readonly name: string;
  readonly random: () => number;
}

function oneWrite(step: Step): Promise<Answer> {
  const { target, mine, name, random } = step;
  // Those of which it is not known what happened are left alone until somebody looked.
  const known = mine.filter(
    ({ id, possible }) => id !== undefined && possible.length === 1 && possible[0] !== undefined,
  );
  const user = known[Math.floor(random() * known.length)];
  const before = user?.possible[0];
  if (user === undefined || before === undefined || random() < 0.4) return createUser(step);
  const choice = random();
  if (choice < 0.4) {
    const after = { ...before, title: `title ${name}`, nickName: `title ${name}` };
    const body = patch({ op: 'replace', value: { title: after.title, nickName: after.nickName } });
    return change(step, user, after, 'PATCH', `/Users/${user.id}`, body);
  }
  if (choice < 0.8) {
    const after = { ...before, inGroup: !before.inGroup };
    const operation = before.inGroup
      ? { op: 'remove', path: `members[value eq "${user.id}"]` }
      : { op: 'add', path: 'members', value: [{ value: user.id }] };
    return change(step, user, after, 'PATCH', `/Groups/${target.groupId}`, patch(operation));
  }
  return change(step, user, undefined, 'DELETE', `/Users/${user.id}`, undefined);
}

async function createUser({ target, journal, mine, name }: Step): Promise<Answer> {
  const userName = `u-${journal.made++}@crash.test`;
  const state = { title: name, nickName: name, inGroup: false };
  const user: Tracked = { id: undefined, userName, possible: [undefined] };
  journal.users.push(user);
  mine.push(user);
  const body = JSON.stringify({
    schemas: [USER],
    userName,
    title: name,
    nickName: name,
    emails: [{ value: userName, primary: true }],
  });
  const answer = await note(user, state, send(target, journal, 'POST', '/Users', body));
  if (answer.kind === 'acknowledged') {
    user.id = String(Reflect.get(Object(JSON.parse(answer.body)), 'id'));
  }
  return answer;
}

function change(
  { target, journal }: Step,
  user: Tracked,
  after: UserState | undefined,
  method: string,
  path: string,
  body: string | undefined,
): Promise<Answer> {
  return note(user, after, send(target, journal, method, path, body));
}

/** Both states are possible until the answer tells which. */
async function note(
  user: Tracked,
  after: UserState | undefined,
  sent: Promise<Answer>,
): Promise<Answer> {
  const [before] = user.possible;
  user.possible = [before, after];
  const answer = await sent;
  if (answer.kind === 'acknowledged') user.possible = [after];
  else if (answer.kind !== 'unknown') user.possible = [before];
  return answer;
}

function patch(operation: object): string {
  return JSON.stringify({ schemas: [PATCH_OP], Operations: [operation] });
}
