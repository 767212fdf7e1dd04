/**
 * Compiles a whole filter to one SQL condition over the row `s` of `search`; every value is a
 * parameter. It says what `evaluate` says of the same resource: a property test holds them together.
 */
import type {
  Attribute,
  AttributeTarget,
  ElementFilter,
  ResolvedCompare,
  ResolvedFilter,
} from '@rollcall/scim';
import { sql } from 'kysely';
import type { SqlDialect } from '../../db/index.ts';
import {
  and,
  type Condition,
  compare,
  not,
  or,
  present,
  type Standing,
  TRUE,
  type Value,
} from './compare.ts';
import { isInGroup } from './membership-elements.ts';
import { type Elements, type FilterScope, placeOf } from './places.ts';

export function compileFilter(scope: FilterScope, filter: ResolvedFilter): Condition {
  switch (filter.kind) {
    case 'and':
      return and(filter.terms.map((term) => compileFilter(scope, term)));
    case 'or':
      return or(filter.terms.map((term) => compileFilter(scope, term)));
    case 'not':
      return not(compileFilter(scope, filter.operand));
    case 'compare':
      return compileCompare(scope, filter);
    case 'present':
      return compilePresent(scope, filter.target);
    case 'valuePath':
      return compileValuePath(scope, filter.target, filter.filter);
  }
}

function compileCompare(scope: FilterScope, filter: ResolvedCompare): Condition {
  const { target, operator, key } = filter;
  const place = placeOf(scope, target);
  if (isGroupId(scope, filter)) return isInGroup(scope, String(key));
  const sub = target.sub ?? valuePart(target.attribute);
  if (place.kind === 'one') return compare(scope.dialect, place.value(sub), operator, key);
  return exists(
    scope,
    place.elements,
    compare(scope.dialect, place.elements.value(sub), operator, key, 'in where'),
  );
}

/** `groups.value eq "…"`, asked for so often that it has SQL of its own. */
function isGroupId({ type }: FilterScope, { target, operator }: ResolvedCompare): boolean {
  const { extension, attribute, sub } = target;
  return (
    extension === undefined &&
    type.name === 'User' &&
    attribute.name === 'groups' &&
    operator === 'eq' &&
    (sub === undefined || sub.name === 'value')
  );
}

/** A multi-valued complex attribute alone means its `value`. */
function valuePart({ type, multiValued, subAttributes }: Attribute): Attribute | undefined {
  return type === 'complex' && multiValued ? subAttributes.get('value') : undefined;
}

function compilePresent(scope: FilterScope, target: AttributeTarget): Condition {
  const { attribute, sub } = target;
  const place = placeOf(scope, target);
  const asked = sub ?? attribute;
  const test = (value: (part: Attribute | undefined) => Value): Condition => {
    if (asked.type !== 'complex') return present(value(sub), asked);
    if (place.isAlwaysWhole) return TRUE;
    return or([...asked.subAttributes.values()].map((part) => present(value(part), part)));
  };
  return place.kind === 'one'
    ? test(place.value)
    : exists(scope, place.elements, test(place.elements.value));
}

function compileValuePath(
  scope: FilterScope,
  target: AttributeTarget,
  filter: ElementFilter,
): Condition {
  const place = placeOf(scope, target);
  if (place.kind === 'many') {
    const { elements } = place;
    const condition = compileElement(scope.dialect, filter, elements.value, 'in where');
    return exists(scope, elements, condition);
  }
  // An object that is not there satisfies nothing, not even a negation.
  return and([place.isThere, compileElement(scope.dialect, filter, place.value)]);
}

/** The filter inside `[…]`, over one element. */
export function compileElement(
  dialect: SqlDialect,
  filter: ElementFilter,
  value: (sub: Attribute) => Value,
  standing: Standing = 'anywhere',
): Condition {
  switch (filter.kind) {
    case 'and':
      return and(filter.terms.map((term) => compileElement(dialect, term, value, standing)));
    case 'or':
      return or(filter.terms.map((term) => compileElement(dialect, term, value, standing)));
    case 'not':
      return not(compileElement(dialect, filter.operand, value));
    case 'compare':
      return compare(dialect, value(filter.sub), filter.operator, filter.key, standing);
    case 'present':
      return present(value(filter.sub), filter.sub);
  }
}

function exists({ dialect }: FilterScope, { from }: Elements, condition: Condition): Condition {
  return sql`exists (select 1 ${from} where ${condition} ${dialect.rowByRow})`;
}
