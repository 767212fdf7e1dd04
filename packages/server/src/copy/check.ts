/** Is the copy the same as its source? */
import { verifyChain } from '../audit/index.ts';
import { copyTableAnew, type Ends } from './copy-organization.ts';
import { type Digest, digestOf } from './digest.ts';
import type { CopiedTable } from './pages.ts';
import { headOf } from './source.ts';

export type OrganizationVerdict =
  /** The source has seen changes since it was copied. */
  | { readonly state: 'moved' }
  | {
      readonly state: 'same';
      readonly rows: Readonly<Record<string, number>>;
      /** Tables that differed, as the time of a token's last use may, and were copied once more. */
      readonly copiedAgain: readonly string[];
      /** What is wrong with the audit log, here as in the source. */
      readonly brokenChain: string | undefined;
    };

/**
 * Compares one organisation table by table. The source is in a snapshot.
 *
 * @param read Told of rows that were compared, and of audit records that were verified.
 */
export async function checkOrganization(
  ends: Ends,
  organizationId: string,
  read: (rows: number) => void,
): Promise<OrganizationVerdict> {
  const { source, target, tables } = ends;
  const head = await headOf(source, organizationId);
  await target.begin('snapshot');
  const copied = await headOf(target, organizationId);
  await target.commit();
  if (head !== copied) return { state: 'moved' };
  const rows: Record<string, number> = {};
  const copiedAgain: string[] = [];
  for (const table of tables) {
    let [there, here] = await digests(ends, table, organizationId, read);
    if (!same(there, here)) {
      await copyTableAnew(ends, table, organizationId);
      copiedAgain.push(table.name);
      [there, here] = await digests(ends, table, organizationId);
    }
    if (!same(there, here)) throw new Error(differences(table, organizationId, there, here));
    rows[table.name] = here.rows;
  }
  await target.begin('snapshot');
  await target.enter(organizationId);
  const chain = await verifyChain(target.session, organizationId, read);
  await target.commit();
  const brokenChain = chain.ok ? undefined : `record ${chain.seq}: ${chain.why}`;
  return { state: 'same', rows, copiedAgain, brokenChain };
}

/** Of source and target. */
async function digests(
  { source, target }: Ends,
  table: CopiedTable,
  organizationId: string,
  read?: (rows: number) => void,
): Promise<[Digest, Digest]> {
  await target.begin('snapshot');
  await target.enter(organizationId);
  const both = await Promise.all([
    digestOf(source, table, organizationId, read),
    digestOf(target, table, organizationId),
  ]);
  await target.commit();
  return both;
}

export function same(a: Digest, b: Digest): boolean {
  return a.rows === b.rows && a.sha256 === b.sha256;
}

function differences(table: CopiedTable, organizationId: string, a: Digest, b: Digest): string {
  return (
    `${table.name} of organisation ${organizationId} is not the same in both databases, although it ` +
    `was copied twice: ${a.rows} rows (${a.sha256}) and ${b.rows} rows (${b.sha256}).`
  );
}
