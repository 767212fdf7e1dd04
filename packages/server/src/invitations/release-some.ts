import { type Core, Refusal } from '../core.ts';
import type { ChangeContext } from '../events/index.ts';
import { releaseInvitation } from './release.ts';

export interface ReleasedSome {
  readonly released: number;
  /** Those that were not, and why. */
  readonly refused: readonly { readonly id: string; readonly reason: string }[];
}

/** Releases those that were chosen, each by itself: one that cannot go leaves the others alone. */
export async function releaseSome(
  core: Core,
  context: ChangeContext,
  ids: readonly string[],
): Promise<ReleasedSome> {
  const outcomes = await Promise.all(
    [...new Set(ids)].map(async (id) => {
      try {
        await releaseInvitation(core, context, id);
        return undefined;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { id, reason: error.message };
      }
    }),
  );
  const refused = outcomes.filter((outcome) => outcome !== undefined);
  return { released: outcomes.length - refused.length, refused };
}
