import { sql } from 'kysely';
import { accountIdsOf, deleteUnusedAccounts } from '../accounts/index.ts';
import { type Core, Refusal } from '../core.ts';
import {
  GLOBAL_OWNED_TABLES,
  ORGANIZATION_TABLES,
  query,
  rawQuery,
  SHARED_TABLES,
} from '../db/index.ts';
import { findOrganization } from './organizations.ts';

const deletions = [...ORGANIZATION_TABLES, ...GLOBAL_OWNED_TABLES].map((table) =>
  query<{ organization: string }>()((db, p) =>
    db.deleteFrom(table).where(sql.ref('organization_id'), '=', p('organization')),
  ),
);

const sharedDeletions = SHARED_TABLES.map((table) =>
  rawQuery<{ organization: string }>()(
    (p) => sql`delete from ${sql.table(table)} where organization_id = ${p('organization')}`,
  ),
);

const deleteRow = query<{ organization: string }>()((db, p) =>
  db.deleteFrom('organization').where('id', '=', p('organization')),
);

/**
 * Removes an organisation and everything of it, for ever, audit included.
 *
 * @param confirm Its short name, typed again.
 */
export async function deleteOrganization(
  core: Core,
  slugOrId: string,
  confirm: string | undefined,
): Promise<{ readonly id: string; readonly slug: string; readonly deleted: true }> {
  const { id } = await findOrganization(core.reader, slugOrId);
  return core.writer.write(id, async (session) => {
    const { slug } = await findOrganization(session, id);
    if (confirm !== slug) {
      throw new Refusal(
        'refused',
        `This removes "${slug}" with all its users, groups and records, for ever. ` +
          `To go on, add --confirm ${slug}.`,
      );
    }
    const isShared = session.dialect.name === 'postgres';
    // A large organisation takes longer than the bound of other statements.
    if (isShared) await session.dynamic({ sql: 'set local statement_timeout = 0', parameters: [] });
    const accounts = await accountIdsOf(session, id);
    for (const deletion of isShared ? [...deletions, ...sharedDeletions] : deletions) {
      await session.send(deletion, { organization: id });
    }
    await session.send(deleteRow, { organization: id });
    await deleteUnusedAccounts(session, accounts);
    return { id, slug, deleted: true };
  });
}
