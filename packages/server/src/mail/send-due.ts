/** The round of mail that is due: organisations take turns, a few mails at a time are under way. */
import { type AttemptDeps, attemptMail } from './attempt.ts';
import type { DueMail } from './kinds.ts';
import { dueMails, dueOrganizations } from './mail-rows.ts';
import { CONNECTIONS } from './transport.ts';

/** Mails of one organisation before others have their turn. */
const TURN_MAILS = 20;
/** Organisations in a round. */
const ROUND_ORGANIZATIONS = 100;

/**
 * Sends what is due until nothing is, or until the mail server is away.
 *
 * @returns Whether the server could be reached.
 * @throws UnavailableError when the database is away.
 */
export async function sendDueMail(deps: AttemptDeps, signal: AbortSignal): Promise<boolean> {
  let isFirst = true;
  let after = '';
  while (!signal.aborted) {
    const now = deps.clock().toISOString();
    const owners = await dueOrganizations(deps.reader, now, after, ROUND_ORGANIZATIONS);
    if (owners.length === 0 && after === '') return true;
    after = owners.length < ROUND_ORGANIZATIONS ? '' : (owners.at(-1) ?? '');
    const pages = [];
    for (const id of owners) pages.push(await dueMails(deps.reader, id, now, TURN_MAILS));
    const mails = inTurns(pages);
    // The first goes alone: if the server is away, no other mail has an attempt less for it.
    if (isFirst && !(await sendAll(deps, mails.splice(0, 1), 1, signal))) return false;
    isFirst = false;
    if (!(await sendAll(deps, mails, CONNECTIONS, signal))) return false;
  }
  return true;
}

/** The first of each, the second of each, and so on. */
function inTurns(pages: readonly (readonly DueMail[])[]): DueMail[] {
  const longest = Math.max(0, ...pages.map((page) => page.length));
  return Array.from({ length: longest }, (_, turn) =>
    pages.map((page) => page[turn]).filter((mail) => mail !== undefined),
  ).flat();
}

/** False when the server was found to be away; then no further mail is begun. */
async function sendAll(
  deps: AttemptDeps,
  mails: readonly DueMail[],
  atOnce: number,
  signal: AbortSignal,
): Promise<boolean> {
  const waiting = mails.values();
  let isReachable = true;
  const work = async () => {
    for (const mail of waiting) {
      if ((await attemptMail(deps, mail)) === 'unreachable') isReachable = false;
      if (!isReachable || signal.aborted) return;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, work));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return isReachable;
}
