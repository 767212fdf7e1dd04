import { deleteForgottenTries, deleteOldLinks, deleteOldSessions } from '../accounts/index.ts';
import type { Core } from '../core.ts';
import { EVERYBODY } from '../db/index.ts';
import type { Job } from '../jobs/index.ts';

const HOUR_MS = 3_600_000;

/** Removes sessions and links that are over, and failures that are forgotten. */
export function signInRetentionJob({ writer, clock }: Core): Job {
  return {
    name: 'sign-in retention',
    everyMs: HOUR_MS,
    async run() {
      const at = clock().toISOString();
      await writer.write(EVERYBODY, async (session) => {
        await deleteOldSessions(session, at);
        await deleteOldLinks(session, at);
        await deleteForgottenTries(session, at);
      });
    },
  };
}
