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
  const head = await headOf(ends.source, organizationId);
  const first = await compare(ends, organizationId, ends.tables, head, read);
  if (first === undefined) return { state: 'moved' };
  const { rows, differing } = first;
  for (const table of differing) await copyTableAnew(ends, table, organizationId);
  const last =
    differing.length === 0 ? first : await compare(ends, organizationId, differing, head);
  const [still] = last?.differing ?? differing;
  if (last === undefined || still !== undefined) {
    throw new Error(
      `${still?.name} of organisation ${organizationId} is not the same in both databases, although ` +
        'it was copied twice.',
    );
  }
  return {
    state: 'same',
    rows: { ...rows, ...last.rows },
    copiedAgain: differing.map(({ name }) => name),
    brokenChain: last.brokenChain,
  };
}

interface Comparison {
  readonly rows: Record<string, number>;
  readonly differing: readonly CopiedTable[];
  readonly brokenChain: string | undefined;
}

/**
 * In one transaction of the target, since most organisations are small and there may be many.
 *
 * @param head Of the source.
 * @returns undefined when the target has another.
 */
async function compare(
  { source, target }: Ends,
  organizationId: string,
  tables: readonly CopiedTable[],
  head: string | undefined,
  read: (rows: number) => void = () => {},
): Promise<Comparison | undefined> {
  const rows: Record<string, number> = {};
  const differing: CopiedTable[] = [];
  await target.begin('snapshot');
  if (head !== (await headOf(target, organizationId))) {
    await target.commit();
    return undefined;
  }
  for (const table of tables) {
    const [there, here] = await Promise.all([
      digestOf(source, table, organizationId, read),
      digestOf(target, table, organizationId),
    ]);
    rows[table.name] = here.rows;
    if (!same(there, here)) differing.push(table);
  }
  const chain = await verifyChain(target.session, organizationId, read);
  await target.commit();
  const brokenChain = chain.ok ? undefined : `record ${chain.seq}: ${chain.why}`;
  return { rows, differing, brokenChain };
}

export function same(a: Digest, b: Digest): boolean {
  return a.rows === b.rows && a.sha256 === b.sha256;
}
