/**
 * A filter whose paths, operators and literals were checked against a resource type. The evaluator
 * and the SQL compiler both start from this form, so they cannot disagree about what a filter means:
 * `ne` is already `not eq`, comparisons with null are already presence tests, literals are already
 * comparison keys, and a multi-valued complex attribute alone already means its `value`.
 */
import type { Attribute, AttributeTarget } from '../schema/types.ts';

export type ResolvedOperator = 'eq' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** What values are compared by; see `comparison-key.ts`. */
export type ComparisonKey = string | number | boolean;

export interface ResolvedCompare {
  readonly kind: 'compare';
  readonly target: AttributeTarget;
  readonly operator: ResolvedOperator;
  readonly key: ComparisonKey;
}
export interface ResolvedPresent {
  readonly kind: 'present';
  readonly target: AttributeTarget;
}
/** Some single element of the attribute satisfies `filter`, whose targets are its sub-attributes. */
export interface ResolvedValuePath {
  readonly kind: 'valuePath';
  readonly target: AttributeTarget;
  readonly filter: ElementFilter;
}
export type ResolvedFilter =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly ResolvedFilter[] }
  | { readonly kind: 'not'; readonly operand: ResolvedFilter }
  | ResolvedCompare
  | ResolvedPresent
  | ResolvedValuePath;

/** The filter inside `[…]`: it sees one element, so it names sub-attributes only. */
export type ElementFilter =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly ElementFilter[] }
  | { readonly kind: 'not'; readonly operand: ElementFilter }
  | {
      readonly kind: 'compare';
      readonly sub: Attribute;
      readonly operator: ResolvedOperator;
      readonly key: ComparisonKey;
    }
  | { readonly kind: 'present'; readonly sub: Attribute };
