import { type ReadOptions, sameResource, validateResource } from '../resource/index.ts';
import type { Resource } from '../resource/types.ts';
import type { ResourceType } from '../schema/types.ts';
import { joinRemoves } from './apply-members.ts';
import { applyOperation } from './apply-place.ts';
import { createBudget } from './budget.ts';
import type { PatchState } from './state.ts';
import type { Change, PatchOperation } from './types.ts';
import { createWorkingCopy } from './working-copy.ts';

/**
 * Applies operations in order, each to the result of the one before (RFC 7644 §3.5.2). Pure: the
 * resource given is never changed, and if an operation is refused there is no result at all.
 * A group's members are neither needed nor seen; what is to happen to them is in `members`.
 *
 * @param current A canonical resource.
 * @returns `current` itself as `resource` when nothing in it changes.
 * @throws ScimError `invalidPath`, `invalidFilter`, `noTarget`, `mutability`, `invalidValue`,
 * `invalidSyntax` (strict), `payloadTooLarge`; details name the operation, counted from 1.
 */
export function applyPatch(
  type: ResourceType,
  current: Resource,
  operations: readonly PatchOperation[],
  options: ReadOptions,
): Change {
  const copy = createWorkingCopy(current);
  const state: PatchState = { type, options, copy, members: [], budget: createBudget() };
  for (const operation of operations) applyOperation(state, operation);
  const next = validateResource(type, copy.finish(), options.limits);
  return {
    resource: sameResource(next, current) ? current : next,
    members: Object.freeze(joinRemoves(state.members)),
  };
}
