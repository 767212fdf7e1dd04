/** The parameters of a list (RFC 7644 §3.4.2.2 to §3.4.2.4). */
import { ScimError } from '../../errors.ts';
import { parseAttributePath, parseFilter, resolveFilter } from '../../filter/index.ts';
import { clip } from '../../json/index.ts';
import type { ScimLimits } from '../../limits.ts';
import { resolvePath, schemaUris, targetName } from '../../schema/index.ts';
import type { Attribute, AttributeTarget, ResourceType } from '../../schema/types.ts';
import type { Parameters } from '../http/parameters.ts';
import type { ListQuery } from '../store.ts';

/** @throws ScimError `invalidFilter` or `invalidValue`. */
export function readListQuery(
  type: ResourceType,
  parameters: Parameters,
  limits: ScimLimits,
): ListQuery {
  const { filter, startIndex, count } = parameters;
  return {
    filter:
      filter === undefined
        ? undefined
        : resolveFilter(parseFilter(filter, schemaUris(type), limits), type),
    sort: readSort(type, parameters),
    offset: Math.max(1, readInteger('startIndex', startIndex) ?? 1) - 1,
    limit: Math.min(
      Math.max(0, readInteger('count', count) ?? limits.defaultPageSize),
      limits.pageSize,
    ),
  };
}

/** A whole number; huge ones come out as the largest that is exact. */
function readInteger(name: 'startIndex' | 'count', text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!INTEGER.test(text)) {
    throw new ScimError('invalidValue', `The parameter "${name}" has to be a whole number.`);
  }
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
}

const INTEGER = /^-?\d+$/;

function readSort(type: ResourceType, { sortBy, sortOrder }: Parameters): ListQuery['sort'] {
  if (sortBy === undefined) return undefined;
  const order = (sortOrder ?? 'ascending').toLowerCase();
  if (order !== 'ascending' && order !== 'descending') {
    throw new ScimError('invalidValue', 'sortOrder has to be "ascending" or "descending".');
  }
  return { target: readSortTarget(type, sortBy), descending: order === 'descending' };
}

function readSortTarget(type: ResourceType, sortBy: string): AttributeTarget {
  const path = parseAttributePath(sortBy, schemaUris(type));
  const target = path && resolvePath(type, path);
  if (target === undefined || isHidden(target.attribute) || isHidden(target.sub)) {
    throw new ScimError('invalidValue', `sortBy: ${clip(sortBy)} is not an attribute to sort by.`);
  }
  const { attribute, sub } = target;
  if (attribute.type !== 'complex' || sub !== undefined) return target;
  if (attribute.multiValued && attribute.subAttributes.has('value')) return target;
  throw new ScimError(
    'invalidValue',
    `sortBy: ${targetName(target)} has several parts; name one of them, such as ` +
      `"${targetName({ ...target, sub: firstOf(attribute) })}".`,
  );
}

/** An order by what is never shown would tell about it. */
function isHidden(attribute: Attribute | undefined): boolean {
  return attribute?.returned === 'never' || attribute?.mutability === 'writeOnly';
}

function firstOf({ subAttributes }: Attribute): Attribute | undefined {
  for (const sub of subAttributes.values()) return sub;
  return undefined;
}
