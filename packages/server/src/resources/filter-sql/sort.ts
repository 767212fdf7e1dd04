import type { AttributeTarget } from '@rollcall/scim';
import { sql } from 'kysely';
import type { Value } from './compare.ts';
import { type FilterScope, placeOf } from './places.ts';

/**
 * What a resource is sorted by (RFC 7644 §3.4.2.3): of several values the primary one, else the
 * first. NULL when there is none.
 */
export function compileSortKey(scope: FilterScope, target: AttributeTarget): Value {
  const { attribute } = target;
  const place = placeOf(scope, target);
  const isComplex = attribute.type === 'complex';
  if (place.kind === 'one') {
    return isComplex && target.sub === undefined ? sql`null` : place.value(target.sub);
  }
  const { elements } = place;
  const primary = attribute.subAttributes.get('primary');
  const sub = target.sub ?? (isComplex ? attribute.subAttributes.get('value') : undefined);
  if (isComplex && sub === undefined) return sql`null`;
  const order =
    primary === undefined
      ? elements.order
      : sql`coalesce(${elements.value(primary)}, 0) desc, ${elements.order}`;
  return sql`(select ${elements.value(sub)} ${elements.from} order by ${order} limit 1)`;
}
