/**
 * How often somebody may try. Failures are counted in the database, so that all nodes know of them, by
 * digests of what was typed: an address that nobody has is answered like one that somebody has. A try counts
 * as a failure from its beginning, and is taken back when it was none; so many tries at once are no way
 * round. Nobody is locked out for ever: the pause grows to its most and no further, and a new password by
 * mail ends it.
 */
import { hash } from 'node:crypto';
import { fold } from '@rollcall/scim';
import { sql } from 'kysely';
import type { Core } from '../core.ts';
import { EVERYBODY, query, rawQuery, type Session } from '../db/index.ts';

type Kind = 'account' | 'client' | 'domain' | 'reset';

interface Bounds {
  /** Failures in a row without a pause. */
  readonly free: number;
  /** The first pause, milliseconds; each failure doubles it. */
  readonly firstMs: number;
  /** The longest pause, milliseconds. */
  readonly mostMs: number;
  /** When failures are forgotten that no other followed, milliseconds. */
  readonly memoryMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const LOOPBACK = /^(?:127\.|::1$)/;

const BOUNDS: Readonly<Record<Kind, Bounds>> = Object.freeze({
  account: { free: 5, firstMs: 1000, mostMs: 15 * MINUTE_MS, memoryMs: 24 * HOUR_MS },
  // An office shares one address, so it takes more, and the pause stays short.
  client: { free: 50, firstMs: 1000, mostMs: MINUTE_MS, memoryMs: HOUR_MS },
  // One password tried with everybody: the people of an organisation share a domain.
  domain: { free: 200, firstMs: 1000, mostMs: 5000, memoryMs: HOUR_MS },
  // Not failures: mail that was asked for.
  reset: { free: 3, firstMs: 15 * MINUTE_MS, mostMs: HOUR_MS, memoryMs: 2 * HOUR_MS },
});

/** Too many tries. */
export class TooManyTriesError extends Error {
  override readonly name = 'TooManyTriesError';
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    const seconds = retryAfterSeconds === 1 ? 'second' : 'seconds';
    super(`Too many tries. Wait ${retryAfterSeconds} ${seconds}, then try again.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Whose tries are counted together. */
export interface Subject {
  readonly kind: Kind;
  readonly digest: Uint8Array;
}

const select = query<{ subject: Uint8Array; at: string }>()((db, p) =>
  db
    .selectFrom('sign_in_failure')
    .select(['failures', 'next_at'])
    .where('subject', '=', p('subject'))
    .where('forgotten_at', '>', p('at')),
);

const upsert = query<{ subject: Uint8Array; failures: number; next: string; forgotten: string }>()(
  (db, p) =>
    db
      .insertInto('sign_in_failure')
      .values({
        subject: p('subject'),
        failures: p('failures'),
        next_at: p('next'),
        forgotten_at: p('forgotten'),
      })
      .onConflict((conflict) =>
        conflict.column('subject').doUpdateSet({
          failures: sql`excluded.failures`,
          next_at: sql`excluded.next_at`,
          forgotten_at: sql`excluded.forgotten_at`,
        }),
      ),
);

const takeBack = query<{ subject: Uint8Array; at: string }>()((db, p) =>
  db
    .updateTable('sign_in_failure')
    .set({ failures: sql`failures - 1`, next_at: p('at') })
    .where('subject', '=', p('subject'))
    .where('failures', '>', 0),
);

const deleteOne = query<{ subject: Uint8Array }>()((db, p) =>
  db.deleteFrom('sign_in_failure').where('subject', '=', p('subject')),
);

const deleteForgotten = rawQuery<{ at: string }>()(
  (p) => sql`delete from sign_in_failure where forgotten_at <= ${p('at')}`,
);

const signedInFrom = query<{ address: string }>()((db, p) =>
  db.selectFrom('session').select('id').where('address', '=', p('address')).limit(1),
);

/** @param what An e-mail address in any letters, or a client's address. */
export function subjectOf(kind: Kind, what: string): Subject {
  return { kind, digest: hash('sha256', `${kind} ${fold(what)}`, 'buffer') };
}

/** Those of a try to sign in with an address, from a client. */
export function subjectsOf(email: string, client: string): readonly Subject[] {
  return [
    subjectOf('account', email),
    ...clientSubjects(client),
    subjectOf('domain', email.slice(email.lastIndexOf('@') + 1)),
  ];
}

/**
 * That of a client. This machine's own address is none: it is that of a proxy that the settings do not
 * name, so everybody would wait for one who guesses.
 */
export function clientSubjects(client: string): readonly Subject[] {
  return LOOPBACK.test(client) ? [] : [subjectOf('client', client)];
}

/**
 * Counts a try.
 *
 * @returns The subjects that it was counted for, which the end of the try is told of.
 * @throws TooManyTriesError when it comes too soon; it is not counted then.
 */
export function beginTry(
  { writer, clock }: Core,
  subjects: readonly Subject[],
  client: string,
): Promise<readonly Subject[]> {
  return writer.write(EVERYBODY, async (session) => {
    const now = clock();
    const isKnown = (await session.first(signedInFrom, { address: client })) !== undefined;
    // Whoever attacks a whole organisation must not keep those out who sign in from where others are.
    const counted = isKnown ? subjects.filter(({ kind }) => kind !== 'domain') : subjects;
    await countTry(session, counted, now);
    return counted;
  });
}

/** The same inside a unit of work. */
export async function countTry(
  session: Session,
  subjects: readonly Subject[],
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  const before: number[] = [];
  for (const { digest } of subjects) {
    const row = await session.first(select, { subject: digest, at });
    if (row !== undefined && row.next_at > at) {
      throw new TooManyTriesError(Math.ceil((Date.parse(row.next_at) - now.getTime()) / 1000));
    }
    before.push(Number(row?.failures ?? 0));
  }
  for (const [index, { kind, digest }] of subjects.entries()) {
    const failures = (before[index] ?? 0) + 1;
    await session.send(upsert, {
      subject: digest,
      failures,
      next: after(now, pauseAfter(failures, BOUNDS[kind])),
      forgotten: after(now, BOUNDS[kind].memoryMs),
    });
  }
}

/** A try that was no failure: of the account's nothing is left, of those that others share, this one. */
export async function endTry(
  session: Session,
  subjects: readonly Subject[],
  at: string,
): Promise<void> {
  for (const { kind, digest } of subjects) {
    if (kind === 'account') await session.send(deleteOne, { subject: digest });
    else await session.send(takeBack, { subject: digest, at });
  }
}

/** Takes a try back that came to nothing for a reason of ours. */
export async function forgetTry({ writer, clock }: Core, subjects: readonly Subject[]) {
  const at = clock().toISOString();
  await writer.write(EVERYBODY, async (session) => {
    for (const { digest } of subjects) await session.send(takeBack, { subject: digest, at });
  });
}

/** Removes what is forgotten. */
export async function deleteForgottenTries(session: Session, at: string): Promise<void> {
  await session.send(deleteForgotten, { at });
}

/** Ends the pause of an address: its owner proved to read mail there, or is forgotten. */
export async function clearTries(session: Session, email: string): Promise<void> {
  await session.send(deleteOne, { subject: subjectOf('account', email).digest });
  await session.send(deleteOne, { subject: subjectOf('reset', email).digest });
}

function pauseAfter(failures: number, { free, firstMs, mostMs }: Bounds): number {
  return failures < free ? 0 : Math.min(mostMs, firstMs * 2 ** Math.min(failures - free, 30));
}

function after(now: Date, ms: number): string {
  return new Date(now.getTime() + ms).toISOString();
}
