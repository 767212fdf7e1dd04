/**
 * Where SQL finds what a filter names. Attribute names come from schemas, never from clients, and
 * still travel as parameters.
 */
import type { Attribute, AttributeTarget, ResourceType } from '@rollcall/scim';
import { type RawBuilder, sql } from 'kysely';
import type { JsonPath, JsonScalar, SqlDialect } from '../../db/index.ts';
import { type Condition, TRUE, type Value } from './compare.ts';
import { groupElements, memberElements } from './membership-elements.ts';
import { metaValue } from './meta.ts';

/** What a filter is compiled for. In the SQL, `s` is the row of `search`. */
export interface FilterScope {
  readonly type: ResourceType;
  readonly organizationId: string;
  readonly connectionId: string;
  readonly baseUrl: string;
  readonly dialect: SqlDialect;
}

/** Values that a resource has several of: rows of `from`, in the order of `order`. */
export interface Elements {
  /** The FROM clause and what goes before it. */
  readonly from: RawBuilder<unknown>;
  /** A sub-attribute of the element; undefined asks for the element itself. */
  value(sub: Attribute | undefined): Value;
  /** What the elements come in order of, for sorting. */
  readonly order: RawBuilder<unknown>;
}

/** A place holds one value (or object), or elements. */
export type Place = (
  | {
      readonly kind: 'one';
      value(sub: Attribute | undefined): Value;
      /** Whether there is anything here. */
      readonly isThere: Condition;
    }
  | { readonly kind: 'many'; readonly elements: Elements }
) & {
  /** Whether each object here is made by the store, so that no part of it needs a look. */
  readonly isAlwaysWhole: boolean;
};

/** Finds an attribute; the target's sub-attribute is passed to `value` by the caller. */
export function placeOf(scope: FilterScope, target: AttributeTarget): Place {
  const { extension, attribute } = target;
  if (extension === undefined) {
    const own = ownPlace(scope, attribute);
    if (own !== undefined) return own;
  }
  const path = extension === undefined ? [attribute.name] : [extension, attribute.name];
  return foldedPlace(scope.dialect, path, attribute);
}

/** Attributes that are columns or rows of their own. */
function ownPlace(scope: FilterScope, attribute: Attribute): Place | undefined {
  switch (attribute.name) {
    case 'id':
      return column('s.id');
    case 'externalId':
      return column('s.external_id');
    case 'userName':
      return column('s.user_name_key');
    case 'displayName':
      return column('s.display_key');
    case 'meta':
      return {
        kind: 'one',
        value: (sub) => metaValue(scope, sub),
        isThere: TRUE,
        isAlwaysWhole: true,
      };
    case 'groups':
      return scope.type.name === 'User' ? many(groupElements(scope), true) : undefined;
    case 'members':
      return scope.type.memberAttribute === attribute
        ? many(memberElements(scope), true)
        : undefined;
    default:
      return undefined;
  }
}

function column(name: string): Place {
  const value = sql.raw(name);
  const isThere = sql<boolean>`${value} is not null`;
  return { kind: 'one', value: () => value, isThere, isAlwaysWhole: false };
}

function many(elements: Elements, isAlwaysWhole: boolean): Place {
  return { kind: 'many', elements, isAlwaysWhole };
}

/** A path into the folded copy. */
function foldedPlace(d: SqlDialect, path: JsonPath, attribute: Attribute): Place {
  const folded = sql`s.folded`;
  if (!attribute.multiValued) {
    return {
      kind: 'one',
      value: (sub) =>
        d.at(folded, sub === undefined ? path : [...path, sub.name], scalarOf(sub ?? attribute)),
      isThere: d.has(folded, path) as Condition,
      isAlwaysWhole: false,
    };
  }
  const elements: Elements = {
    from: sql`from ${d.elements(folded, path)}`,
    value: (sub) =>
      sub === undefined
        ? d.element(scalarOf(attribute))
        : d.at(sql`e.value`, [sub.name], scalarOf(sub)),
    order: sql`e.key`,
  };
  return many(elements, false);
}

function scalarOf({ type }: Attribute): JsonScalar {
  if (type === 'integer' || type === 'decimal') return 'number';
  return type === 'boolean' ? 'boolean' : 'text';
}
