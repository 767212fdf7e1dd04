/** What people call the things whose ids are in logs; `lookups.ts` is the other way round. */
import type { App } from './app.ts';
import type { AuditRecord } from './audit/index.ts';
import { listConnections } from './connections/index.ts';
import { Refusal } from './core.ts';
import { type Member, memberById } from './members/index.ts';
import { listEntryPoints, namesOf } from './permissions/index.ts';

/** Of actors and subjects, by id. What has no name, or is gone, is left out. */
export async function namesIn(
  app: App,
  organization: string,
  records: readonly Pick<AuditRecord, 'actor' | 'subjectType' | 'subjectId'>[],
): Promise<Record<string, string>> {
  const { reader } = app;
  const ids = (type: string) =>
    records.flatMap(({ subjectType, subjectId }) => (subjectType === type ? [subjectId] : []));
  const actors = records.flatMap(({ actor }) =>
    actor.startsWith('member:') ? [actor.slice('member:'.length)] : [],
  );
  const members = [...new Set([...actors, ...ids('Member')])];
  const resources = [...new Set([...ids('User'), ...ids('Group'), ...ids('LocalGroup')])];
  const entryPoints =
    ids('EntryPoint').length > 0 ? await listEntryPoints(reader, organization) : [];
  const named: readonly (readonly [string, string | null])[] = [
    ...app.registry.tokens(organization).map(({ id, name }) => [id, name] as const),
    ...(await listConnections(reader, organization)).map(({ id, name }) => [id, name] as const),
    ...entryPoints.map(({ id, name }) => [id, name] as const),
    ...(await namesOf(reader, organization, resources)),
    ...(await Promise.all(members.map((id) => memberName(app, organization, id)))),
  ];
  return Object.fromEntries(
    named.flatMap(([id, name]) => (name === null ? [] : [[id, name] as const])),
  );
}

async function memberName({ reader }: App, organization: string, id: string) {
  const member = await memberById(reader, organization, id).catch((error: unknown) => {
    if (error instanceof Refusal) return undefined;
    throw error;
  });
  return [id, nameOf(member)] as const;
}

function nameOf(member: Member | undefined): string | null {
  return member?.displayName ?? member?.email ?? null;
}
