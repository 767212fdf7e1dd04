/** Filters checked against a resource type and brought into the form that is evaluated. */
import { ScimError } from '../errors.ts';
import { resolvePath, targetName } from '../schema/index.ts';
import type { Attribute, AttributeTarget, ResourceType } from '../schema/types.ts';
import type { AttributePath, CompareFilter, Filter } from './ast.ts';
import { type Meaning, meaningOf } from './comparison.ts';
import type { ElementFilter, ResolvedFilter } from './resolved.ts';
import { isSecret, unknownAttribute, unknownPart } from './unknown.ts';

/**
 * Resolves a filter: paths to attributes, literals to comparison keys, `ne` to `not eq`, comparisons
 * with null to presence, a multi-valued complex attribute alone to its `value` (AMB-46).
 *
 * @throws ScimError `invalidFilter` for an attribute that the type does not have (AMB-13) or does
 * not show, and for operators and literals that do not go with the attribute's type.
 */
export function resolveFilter(filter: Filter, type: ResourceType): ResolvedFilter {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const terms = Object.freeze(filter.terms.map((term) => resolveFilter(term, type)));
      return Object.freeze({ kind: filter.kind, terms });
    }
    case 'not':
      return not(resolveFilter(filter.operand, type));
    case 'present':
      return Object.freeze({ kind: 'present', target: findTarget(filter.path, type) });
    case 'compare':
      return resolveCompare(filter, type);
    case 'valuePath': {
      const target = findTarget(filter.path, type);
      if (target.sub !== undefined) throw noParts(targetName(target));
      return Object.freeze({
        kind: 'valuePath',
        target,
        filter: resolveElementFilter(filter.filter, target.attribute),
      });
    }
  }
}

/**
 * Resolves the filter inside `attribute[…]`, whose names are sub-attributes of that attribute.
 *
 * @throws ScimError `invalidFilter`, as `resolveFilter` does.
 */
export function resolveElementFilter(filter: Filter, attribute: Attribute): ElementFilter {
  if (attribute.type !== 'complex') throw noParts(attribute.name);
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const terms = filter.terms.map((term) => resolveElementFilter(term, attribute));
      return Object.freeze({ kind: filter.kind, terms: Object.freeze(terms) });
    }
    case 'not':
      return not(resolveElementFilter(filter.operand, attribute));
    case 'present':
      return Object.freeze({ kind: 'present', sub: findPart(filter.path, attribute) });
    case 'compare':
      return resolvePartCompare(filter, attribute);
    case 'valuePath':
      throw new ScimError(
        'invalidFilter',
        `Inside ${attribute.name}[…] there can be no second "[" (RFC 7644 erratum 7322).`,
      );
  }
}

function resolveCompare(filter: CompareFilter, type: ResourceType): ResolvedFilter {
  const named = findTarget(filter.path, type);
  const name = targetName(named);
  const target = filter.value === null ? named : withValue(named);
  const { operator, value } = filter;
  const meaning = meaningOf(target.sub ?? target.attribute, { name, operator, value });
  if (meaning.kind === 'present') {
    return negateIf(meaning, Object.freeze({ kind: 'present', target }));
  }
  const { key } = meaning;
  if (key === false && isPrimary(target.attribute, target.sub)) {
    const element = not(comparePart(target.sub, 'eq', true));
    const elements = Object.freeze({ ...target, sub: undefined });
    return negateIf(
      meaning,
      Object.freeze({ kind: 'valuePath', target: elements, filter: element }),
    );
  }
  return negateIf(
    meaning,
    Object.freeze({ kind: 'compare', target, operator: meaning.operator, key }),
  );
}

function resolvePartCompare(filter: CompareFilter, attribute: Attribute): ElementFilter {
  const sub = findPart(filter.path, attribute);
  const { operator, value } = filter;
  const meaning = meaningOf(sub, { name: `${attribute.name}.${sub.name}`, operator, value });
  if (meaning.kind === 'present') return negateIf(meaning, Object.freeze({ kind: 'present', sub }));
  if (meaning.key === false && isPrimary(attribute, sub)) {
    return negateIf(meaning, not(comparePart(sub, 'eq', true)));
  }
  return negateIf(meaning, comparePart(sub, meaning.operator, meaning.key));
}

/** RFC 7643 §2.4: an element without `primary` is as one whose `primary` is false (AMB-06). */
function isPrimary(attribute: Attribute, sub: Attribute | undefined): sub is Attribute {
  return sub?.name === 'primary' && sub.type === 'boolean' && attribute.multiValued;
}

/** AMB-46: `emails co "x"` means `emails.value co "x"`. */
function withValue(target: AttributeTarget): AttributeTarget {
  const { attribute, sub } = target;
  if (sub !== undefined || attribute.type !== 'complex' || !attribute.multiValued) return target;
  const value = attribute.subAttributes.get('value');
  return value === undefined ? target : Object.freeze({ ...target, sub: value });
}

type PartCompare = Extract<ElementFilter, { kind: 'compare' }>;

function comparePart(
  sub: Attribute,
  operator: PartCompare['operator'],
  key: PartCompare['key'],
): PartCompare {
  return Object.freeze({ kind: 'compare', sub, operator, key });
}

function not<F>(operand: F): { readonly kind: 'not'; readonly operand: F } {
  return Object.freeze({ kind: 'not', operand });
}

function negateIf<F>({ negated }: Meaning, filter: F) {
  return negated ? not(filter) : filter;
}

function findTarget(path: AttributePath, type: ResourceType): AttributeTarget {
  const target = resolvePath(type, path);
  if (target === undefined || isSecret(target.attribute) || isSecret(target.sub)) {
    throw unknownAttribute(path, type);
  }
  return Object.freeze(target);
}

function findPart({ schema, attribute: name, sub }: AttributePath, attribute: Attribute) {
  const part = attribute.subAttributes.get(name.toLowerCase());
  if (part === undefined || schema !== undefined || sub !== undefined || isSecret(part)) {
    throw unknownPart(attribute, sub ?? name);
  }
  return part;
}

function noParts(name: string): ScimError {
  return new ScimError(
    'invalidFilter',
    `"${name}" has no parts, so "[…]" cannot follow it. Compare it directly: ${name} eq "…".`,
  );
}
