/** Keys of receipts are sealed with what the service has for that, outside the database. */
import type { Core } from '../core.ts';
import { EVERYBODY, type Session, type Writer } from '../db/index.ts';
import type { Secrets } from '../secrets/index.ts';
import { openedKey, publicKeyOf, sealedKey } from './signing-key.ts';
import { allKeys, updateKey } from './signing-key-rows.ts';

/** What the units of a writer may open keys with. */
const SECRETS = new WeakMap<Session, Secrets>();

/**
 * A writer whose units can sign receipts. Deactivations come by many doors, and none of them has to carry
 * along what only a receipt needs.
 */
export function signingWith(writer: Writer, secrets: Secrets): Writer {
  return {
    get waiting() {
      return writer.waiting;
    },
    write: (organizationId, unit) =>
      writer.write(organizationId, (session) => {
        SECRETS.set(session, secrets);
        return unit(session);
      }),
  };
}

/** Undefined for units of a writer that seals nothing. */
export function secretsOf(session: Session): Secrets | undefined {
  return SECRETS.get(session);
}

interface Sealing extends Core {
  readonly secrets: Secrets;
  /** Makes what was there before unreadable in files. */
  forget(): Promise<void>;
}

export interface SealedKeys {
  readonly sealed: number;
  /** Ids of those that no key here opens. */
  readonly unopened: readonly string[];
}

/**
 * Seals the keys that are not, and those that were sealed with a key that is not the first any more. Nothing
 * happens without a key to seal with.
 */
export async function sealSigningKeys(deps: Sealing): Promise<SealedKeys> {
  const { writer, reader, secrets } = deps;
  const isDone = (sealed: Uint8Array | null) => sealed !== null && secrets.isCurrent(sealed);
  const due = (await allKeys(reader)).filter(({ sealed_key }) => !isDone(sealed_key));
  if (due.length === 0 || !secrets.hasKey())
    return { sealed: 0, unopened: unopenedOf(due, secrets) };
  const done = await writer.write(EVERYBODY, async (session) => {
    let sealed = 0;
    const rows = (await allKeys(session)).filter(({ sealed_key }) => !isDone(sealed_key));
    for (const row of rows) {
      const privateKey = openedKey(row, secrets);
      if (privateKey === undefined) continue;
      await updateKey(session, sealedKey({ id: row.id, privateKey }, publicKeyOf(row), secrets));
      sealed += 1;
    }
    return { sealed, unopened: unopenedOf(rows, secrets) };
  });
  if (done.sealed > 0) await deps.forget();
  return done;
}

/** Ids of keys of receipts that no key here opens. */
export async function unopenedSigningKeys(
  session: Session,
  secrets: Secrets,
): Promise<readonly string[]> {
  return unopenedOf(await allKeys(session), secrets);
}

function unopenedOf(
  rows: Awaited<ReturnType<typeof allKeys>>,
  secrets: Secrets,
): readonly string[] {
  return rows.filter((row) => openedKey(row, secrets) === undefined).map(({ id }) => id);
}
