/** The members of a group as a client names them (RFC 7643 §4.2). */
import { ScimError } from '../errors.ts';
import { clip, isObject } from '../json/index.ts';
import type { ScimLimits } from '../limits.ts';
import { groupType } from '../schema/index.ts';
import type { Attribute, AttributeTarget } from '../schema/types.ts';
import { type ReadOptions, unknownAttribute, wrongValue } from './options.ts';
import { asArray } from './read-value.ts';
import { idOf } from './resource-reference.ts';
import type { Json, JsonObject, MemberReference } from './types.ts';

/**
 * Reads an array of members; null means none. Members named twice come once. `display` and `$ref`
 * are the server's to compute, so they are passed over; only a member without `value` is known by
 * the last segment of its `$ref`.
 *
 * @throws ScimError `payloadTooLarge` beyond the limit membersPerOperation; `invalidValue` for a
 * member without an id or of a wrong JSON type; strict: `invalidSyntax` for unknown sub-attributes.
 */
export function readMembers(value: Json, options: ReadOptions): readonly MemberReference[] {
  if (value === null) return [];
  const elements = asArray(MEMBERS, value, options);
  checkCount(elements.length, options.limits);
  const members = new Map<string, MemberReference>();
  const unknown = new Set<string>();
  for (const element of elements) {
    if (!isObject(element)) throw wrongValue(MEMBERS, 'an object with a "value"', element);
    const member = readMember(element, unknown, options);
    if (!members.has(member.value)) members.set(member.value, member);
  }
  return [...members.values()];
}

const MEMBERS: AttributeTarget = membersTarget();

function membersTarget(): AttributeTarget {
  const attribute = groupType.memberAttribute;
  if (attribute === undefined) throw new Error('The Group schema has no members.');
  return { extension: undefined, attribute, sub: undefined };
}

function checkCount(count: number, { membersPerOperation: limit }: ScimLimits): void {
  if (count <= limit) return;
  throw new ScimError(
    'payloadTooLarge',
    `members: ${count} members were named at once; at most ${limit} are allowed ` +
      '(limit membersPerOperation). Send them in several requests.',
  );
}

function readMember(
  element: JsonObject,
  unknown: Set<string>,
  options: ReadOptions,
): MemberReference {
  let value: Json = null;
  let reference: Json = null;
  let type: Json = null;
  for (const name in element) {
    const given = element[name] ?? null;
    switch (name.toLowerCase()) {
      case 'value':
        value = given;
        break;
      case '$ref':
        reference = given;
        break;
      case 'type':
        type = given;
        break;
      case 'display':
        break;
      default:
        if (unknown.has(name)) break;
        unknown.add(name);
        unknownAttribute(`members.${name}`, options);
    }
  }
  return { value: memberId(value, reference, options.limits), type: memberType(type, options) };
}

function memberId(value: Json, reference: Json, limits: ScimLimits): string {
  const id = value === null || value === '' ? (idOf(reference) ?? value) : value;
  if (typeof id !== 'string' || id === '') {
    throw wrongValue(sub('value'), 'the id of a user or group', id);
  }
  if (id.length > limits.valueBytes || id.includes('\0') || !id.isWellFormed()) {
    throw new ScimError('invalidValue', `members.value: ${clip(id)} cannot be the id of a member.`);
  }
  return id;
}

/** `User` or `Group` in the published case. */
function memberType(type: Json, options: ReadOptions): string | undefined {
  if (type === null || type === '') return undefined;
  if (typeof type !== 'string') throw wrongValue(sub('type'), 'a string', type);
  if (type === 'User' || type === 'Group') return type;
  const lower = type.length === 4 || type.length === 5 ? type.toLowerCase() : '';
  if (lower === 'user') return 'User';
  if (lower === 'group') return 'Group';
  if (options.mode === 'strict') throw wrongValue(sub('type'), '"User" or "Group"', type);
  return undefined;
}

function sub(name: string): AttributeTarget {
  const found: Attribute | undefined = MEMBERS.attribute.subAttributes.get(name);
  return { ...MEMBERS, sub: found };
}
