/** The filter language as frozen data (RFC 7644 §3.4.2.2, grammar of figure 1 with its errata). */

export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';
export type Literal = string | number | boolean | null;

/** An attribute path as written; names keep the letter case of the source. */
export interface AttributePath {
  readonly kind: 'path';
  /** Schema URI in its published case, when the path named one. */
  readonly schema: string | undefined;
  readonly attribute: string;
  readonly sub: string | undefined;
}

export interface AndFilter {
  readonly kind: 'and';
  readonly terms: readonly Filter[];
}
export interface OrFilter {
  readonly kind: 'or';
  readonly terms: readonly Filter[];
}
export interface NotFilter {
  readonly kind: 'not';
  readonly operand: Filter;
}
export interface CompareFilter {
  readonly kind: 'compare';
  readonly path: AttributePath;
  readonly operator: CompareOperator;
  readonly value: Literal;
}
export interface PresentFilter {
  readonly kind: 'present';
  readonly path: AttributePath;
}
export interface ValuePathFilter {
  readonly kind: 'valuePath';
  readonly path: AttributePath;
  readonly filter: Filter;
}
export type Filter =
  | AndFilter
  | OrFilter
  | NotFilter
  | CompareFilter
  | PresentFilter
  | ValuePathFilter;

/** RFC 7644 figure 7: PATCH path. `sub` follows the bracket: `emails[type eq "work"].value`. */
export interface PatchPath {
  /** Undefined when the path is an extension's URI alone. */
  readonly path: AttributePath | undefined;
  /** The extension's URI when the path is that URI alone. */
  readonly extension: string | undefined;
  readonly filter: Filter | undefined;
  readonly sub: string | undefined;
}
