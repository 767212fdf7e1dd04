/** What PATCH refuses because of an attribute's characteristics, in one wording each. */
import { ScimError } from '../errors.ts';
import { isObject, own } from '../json/index.ts';
import { sameResource } from '../resource/index.ts';
import type { Json } from '../resource/types.ts';
import { targetName } from '../schema/index.ts';
import type { AttributeTarget } from '../schema/types.ts';
import type { Op } from './state.ts';

function readOnly(target: AttributeTarget): ScimError {
  return new ScimError(
    'mutability',
    `${targetName(target)} is read-only. Leave it out of the request.`,
  );
}

function immutable(target: AttributeTarget): ScimError {
  return new ScimError(
    'mutability',
    `${targetName(target)} cannot be changed or removed once it has a value.`,
  );
}

export function required(target: AttributeTarget): ScimError {
  return new ScimError(
    'mutability',
    `${targetName(target)} is required, so it cannot be removed. Replace its value instead.`,
  );
}

export function noTarget(target: AttributeTarget, what: string): ScimError {
  return new ScimError('noTarget', `${targetName(target)}: ${what}`);
}

/** @throws ScimError `mutability` if the operation cannot be on that attribute at all. */
export function checkOperation(op: Op, target: AttributeTarget): void {
  const { attribute, sub } = target;
  if (attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly') {
    throw readOnly(target);
  }
  const settled = attribute.mutability === 'immutable' || sub?.mutability === 'immutable';
  if (op === 'remove' && settled) throw immutable(target);
}

/**
 * Compares the value of a whole attribute before and after an operation.
 *
 * @throws ScimError `mutability` if an immutable value changed (RFC 7644 §3.5.2).
 */
export function checkImmutable(
  target: AttributeTarget,
  before: Json | undefined,
  after: Json | undefined,
): void {
  if (before === undefined) return;
  if (target.attribute.mutability !== 'immutable') return;
  if (after === undefined || !sameResource(before, after)) throw immutable(target);
}

/** The same for the sub-attributes of one value. */
export function checkImmutableSubs(
  target: AttributeTarget,
  before: Json | undefined,
  after: Json | undefined,
): void {
  if (!isObject(before)) return;
  for (const sub of target.attribute.subAttributes.values()) {
    if (sub.mutability !== 'immutable') continue;
    const old = own(before, sub.name);
    if (old === undefined) continue;
    const now = isObject(after) ? own(after, sub.name) : undefined;
    if (now === undefined || !sameResource(old, now)) throw immutable({ ...target, sub });
  }
}
