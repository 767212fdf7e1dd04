import type { Core } from '../core.ts';
import { OutcomeUnknownError, UnavailableError } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import type { LiveOrganization, Registry } from '../registry/index.ts';

export interface NoticeDeps extends Core {
  readonly registry: Registry;
}

/** Organisations between two looks at whether to stop. */
const PAGE = 100;
const ACTOR = Object.freeze({ kind: 'system', id: 'notices' });

/** Pages of the organisations that are told anything: who is suspended is not. */
export function* pagesOf({ registry }: NoticeDeps): Iterable<readonly LiveOrganization[]> {
  const ids = registry.organizations
    .filter(({ suspendedAt }) => suspendedAt === null)
    .map(({ id }) => id);
  for (let at = 0; at < ids.length; at += PAGE) {
    // Read again: organisations come and go while a round is under way.
    yield ids
      .slice(at, at + PAGE)
      .map((id) => registry.organization(id))
      .filter((organization) => organization !== undefined);
  }
}

/**
 * Works for each of a page. What goes wrong with one organisation holds up no other; the first such
 * error is returned.
 *
 * @throws UnavailableError when the database is away.
 */
export async function forEachOf(
  page: readonly LiveOrganization[],
  work: (organization: LiveOrganization) => Promise<void>,
): Promise<unknown> {
  let failure: unknown;
  for (const organization of page) {
    try {
      await work(organization);
    } catch (error) {
      if (error instanceof UnavailableError || error instanceof OutcomeUnknownError) throw error;
      failure ??= error;
    }
  }
  return failure;
}

export function noticeContext({ clock }: Core, organizationId: string): ChangeContext {
  return { organizationId, actor: ACTOR, at: clock().toISOString() };
}
