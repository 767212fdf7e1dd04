/** What the tests of this folder share. */
import { ScimError } from '../errors.ts';
import { DEFAULT_LIMITS, type ScimLimits } from '../limits.ts';
import type { Json, Mode, Resource } from '../resource/types.ts';
import { defineResourceType, defineSchema, userType } from '../schema/index.ts';
import type { ResourceType } from '../schema/types.ts';
import { applyPatch, parsePatch } from './index.ts';
import type { MemberChange } from './types.ts';

export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const THING = 'urn:example:schemas:Thing';
export const GEAR = 'urn:example:schemas:extension:Gear';

export interface Outcome {
  readonly resource: Resource;
  readonly members: readonly MemberChange[];
  /** `entry subject`. */
  readonly notes: readonly string[];
}

export interface PatchRequest {
  readonly type?: ResourceType;
  readonly mode?: Mode;
  readonly limits?: Partial<ScimLimits>;
}

/** Parses and applies operations to a deeply frozen resource. */
export function patch(
  current: Resource,
  operations: readonly unknown[],
  { type = userType, mode = 'tolerant', limits = {} }: PatchRequest = {},
): Outcome {
  const notes: string[] = [];
  const options = {
    mode,
    note: (entry: string, subject: string) => void notes.push(`${entry} ${subject}`),
    limits: { ...DEFAULT_LIMITS, ...limits },
  };
  const body = { schemas: [PATCH_OP], Operations: operations } as Json;
  const parsed = parsePatch(deepFreeze(body), type, options);
  const change = applyPatch(type, deepFreeze(current), parsed, options);
  return { ...change, notes };
}

/** The error of a PATCH that has to be refused. */
export function refusal(
  current: Resource,
  operations: readonly unknown[],
  request: PatchRequest = {},
): ScimError {
  try {
    patch(current, operations, request);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error(`Not refused: ${JSON.stringify(operations)}`);
}

/** The name of the error, or the resource without `schemas`. */
export function outcome(
  current: Resource,
  operations: readonly unknown[],
  request: PatchRequest = {},
): unknown {
  try {
    const { schemas: _, ...rest } = patch(current, operations, request).resource;
    return rest;
  } catch (error) {
    if (error instanceof ScimError) return error.error;
    throw error;
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}

const attribute = (name: string, more: object = {}) => ({ name, type: 'string', ...more });

/** One attribute of every mutability, single, complex and multi-valued. */
export const thingType: ResourceType = defineResourceType({
  name: 'Thing',
  description: 'For tests.',
  endpoint: '/Things',
  schema: defineSchema({
    id: THING,
    name: 'Thing',
    description: 'For tests.',
    attributes: [
      attribute('label', { required: true }),
      attribute('serial', { mutability: 'immutable' }),
      attribute('computed', { mutability: 'readOnly' }),
      attribute('secret', { mutability: 'writeOnly', returned: 'never' }),
      attribute('needed', { mutability: 'writeOnly', returned: 'never', required: true }),
      attribute('tags', { multiValued: true }),
      attribute('batches', { multiValued: true, mutability: 'immutable' }),
      attribute('counts', { type: 'integer', multiValued: true }),
      attribute('origin', {
        type: 'complex',
        subAttributes: [
          attribute('country', { mutability: 'immutable' }),
          attribute('city'),
          attribute('distance', { mutability: 'readOnly' }),
          attribute('stops', { multiValued: true }),
          attribute('port', { required: true }),
        ],
      }),
      attribute('parts', {
        type: 'complex',
        multiValued: true,
        subAttributes: [
          attribute('value', { mutability: 'immutable' }),
          attribute('type'),
          attribute('note', { required: false }),
          attribute('weight', { mutability: 'readOnly' }),
          { name: 'primary', type: 'boolean' },
        ],
      }),
    ],
  }),
  extensions: [
    {
      required: false,
      schema: defineSchema({
        id: GEAR,
        name: 'Gear',
        description: 'For tests.',
        attributes: [
          attribute('ratio', { mutability: 'immutable' }),
          attribute('teeth'),
          attribute('wear', { mutability: 'readOnly' }),
        ],
      }),
    },
  ],
});
