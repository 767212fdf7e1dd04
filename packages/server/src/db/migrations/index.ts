/** Every migration, in order. A step is made by all its statements or not at all. */
import { foundation } from './0001-foundation.ts';
import { registryChanges } from './0001-registry-changes.ts';
import { rowSecurity } from './0002-row-security.ts';
import { jobs, nodeState } from './0003-node-state.ts';
import { permissionRowSecurity, permissions } from './0004-permissions.ts';
import { seatRowSecurity, seats } from './0005-seats.ts';
import { mail, mailSecurity } from './0006-mail.ts';
import { accounts } from './0007-accounts.ts';
import { invitationRowSecurity, invitations } from './0008-invitations.ts';
import { brake, brakeRowSecurity } from './0009-brake.ts';
import { receiptRowSecurity, receipts } from './0010-receipts.ts';
import { singleSignOn, singleSignOnSecurity } from './0011-single-sign-on.ts';
import { tokenUse } from './0012-token-use.ts';
import { setUpLinkSecurity, setUpLinks } from './0013-set-up-links.ts';
import { dailyCountRowSecurity, dailyCounts } from './0014-daily-counts.ts';
import { namesOfMembers } from './0015-names-of-members.ts';
import { lastMile, planChanges } from './0016-last-mile.ts';

export interface Migration {
  /** In the words of SQLite, of which PostgreSQL makes its own. */
  readonly statements: readonly string[];
  /** What only PostgreSQL needs, in its own words. */
  readonly postgres: readonly string[];
  /**
   * Whether it takes away something that the version before relies on. PostgreSQL then refuses older
   * nodes, so it comes one release after the version that does without.
   */
  readonly isContract: boolean;
}

export const MIGRATIONS: readonly Migration[] = [
  { statements: foundation, postgres: registryChanges, isContract: true },
  { statements: [], postgres: rowSecurity, isContract: true },
  { statements: jobs, postgres: nodeState, isContract: false },
  { statements: permissions, postgres: permissionRowSecurity, isContract: false },
  { statements: seats, postgres: seatRowSecurity, isContract: false },
  { statements: mail, postgres: mailSecurity, isContract: false },
  { statements: accounts, postgres: [], isContract: false },
  { statements: invitations, postgres: invitationRowSecurity, isContract: false },
  { statements: brake, postgres: brakeRowSecurity, isContract: false },
  { statements: receipts, postgres: receiptRowSecurity, isContract: false },
  { statements: singleSignOn, postgres: singleSignOnSecurity, isContract: false },
  { statements: tokenUse, postgres: [], isContract: false },
  { statements: setUpLinks, postgres: setUpLinkSecurity, isContract: false },
  { statements: dailyCounts, postgres: dailyCountRowSecurity, isContract: false },
  { statements: namesOfMembers, postgres: [], isContract: false },
  { statements: lastMile, postgres: planChanges, isContract: false },
];

/** @throws Error if a later version of Rollcall made it so. */
export function refuseNewer(present: number): void {
  if (present > MIGRATIONS.length) throw newerSchema(present);
}

export function newerSchema(present: number): Error {
  return new Error(
    `This data was written by a newer Rollcall (schema ${present}; this one knows ${MIGRATIONS.length}). ` +
      'Start that version, or restore a backup made before the upgrade.',
  );
}
