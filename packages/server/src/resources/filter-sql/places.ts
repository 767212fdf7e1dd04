/**
 * Where SQL finds what a filter names. Attribute names come from schemas, never from clients, and
 * still travel as parameters.
 */
import type { Attribute, AttributeTarget, ResourceType } from '@rollcall/scim';
import { type RawBuilder, sql } from 'kysely';
import type { Value } from './compare.ts';
import { groupElements, memberElements } from './membership-elements.ts';
import { metaValue } from './meta.ts';

/** What a filter is compiled for. In the SQL, `s` is the row of `search`. */
export interface FilterScope {
  readonly type: ResourceType;
  readonly organizationId: string;
  readonly connectionId: string;
  readonly baseUrl: string;
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
  | { readonly kind: 'one'; value(sub: Attribute | undefined): Value }
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
  const path = extension === undefined ? '$' : `$.${quoted(extension)}`;
  return foldedPlace(`${path}.${quoted(attribute.name)}`, attribute);
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
      return { kind: 'one', value: (sub) => metaValue(scope, sub), isAlwaysWhole: true };
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
  return { kind: 'one', value: () => value, isAlwaysWhole: false };
}

function many(elements: Elements, isAlwaysWhole: boolean): Place {
  return { kind: 'many', elements, isAlwaysWhole };
}

/** A path into the folded copy. */
function foldedPlace(path: string, { multiValued }: Attribute): Place {
  if (!multiValued) {
    return {
      kind: 'one',
      value: (sub) => sql`s.folded ->> ${sub === undefined ? path : `${path}.${quoted(sub.name)}`}`,
      isAlwaysWhole: false,
    };
  }
  const elements: Elements = {
    from: sql`from jsonb_each(s.folded, ${path}) e`,
    value: (sub) =>
      sub === undefined ? sql`e.value` : sql`e.value ->> ${`$.${quoted(sub.name)}`}`,
    order: sql`e.key`,
  };
  return many(elements, false);
}

/** A member name in a JSON path of SQLite; names of schemas hold no quotes. */
function quoted(name: string): string {
  return `"${name}"`;
}
