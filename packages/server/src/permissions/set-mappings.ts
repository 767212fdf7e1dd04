/** What a group gives on several entry points at once (walkthrough 4.5). */
import { type Core, Refusal, writeFor } from '../core.ts';
import type { Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import { checkSubject } from './grant-subjects.ts';
import { endGrant, giveGrant, listGrantsOf } from './grants.ts';

/** A role on an entry point instead of another. */
export interface MappingChange {
  /** Its key. */
  readonly entryPoint: string;
  /** Keys; null is none. */
  readonly before: string | null;
  readonly after: string | null;
}

interface Wanted {
  /** Its key. */
  readonly entryPoint: string;
  /** Its key; null takes away what the group has there. */
  readonly role: string | null;
}

/**
 * All of them or none. Entry points that are not named stay as they are, so that what somebody else changes
 * meanwhile is not undone.
 *
 * @returns What changed. @throws Refusal `notFound`, `invalid`.
 */
export function setMappings(
  core: Core,
  context: ChangeContext,
  groupId: string,
  wanted: readonly Wanted[],
): Promise<MappingChange[]> {
  const subject = { kind: 'group', id: groupId } as const;
  if (new Set(wanted.map(({ entryPoint }) => entryPoint)).size < wanted.length) {
    throw new Refusal('invalid', 'An entry point is named twice.');
  }
  return writeFor(core, context, async (session) => {
    await checkSubject(session, context.organizationId, subject);
    const present = await listGrantsOf(session, context.organizationId, subject);
    const changes: MappingChange[] = [];
    for (const { entryPoint, role } of wanted) {
      const grant = present.find((one) => one.entryPoint === entryPoint);
      const before = grant?.role ?? null;
      if (before === role) continue;
      await setOne(session, context, { entryPoint, role, subject, grantId: grant?.id });
      changes.push({ entryPoint, before, after: role });
    }
    return changes;
  });
}

async function setOne(
  session: Session,
  context: ChangeContext,
  {
    entryPoint,
    role,
    subject,
    grantId,
  }: Wanted & {
    readonly subject: { readonly kind: 'group'; readonly id: string };
    readonly grantId: string | undefined;
  },
): Promise<void> {
  if (role !== null) await giveGrant(session, context, { entryPoint, role, subject });
  else if (grantId !== undefined) await endGrant(session, context, grantId);
}
