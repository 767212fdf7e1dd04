/** Every bound of the protocol layer, with its unit (all tested at n and n + 1). */
export interface ScimLimits {
  /** Largest request body for users, bytes. */
  readonly bodyBytes: number;
  /** Largest request body for groups, bytes. */
  readonly groupBodyBytes: number;
  /** Deepest nesting of objects and arrays in a request body. */
  readonly jsonDepth: number;
  /** Longest filter, UTF-16 code units after percent-decoding. */
  readonly filterLength: number;
  /** Most comparisons in a filter. */
  readonly filterTerms: number;
  /** Deepest nesting of `(` and `[` in a filter. */
  readonly filterDepth: number;
  /** Longest PATCH path, UTF-16 code units. */
  readonly pathLength: number;
  /** Deepest nesting in the filter of a PATCH path. */
  readonly pathDepth: number;
  /** Most operations in one PATCH request. */
  readonly patchOperations: number;
  /** Most members named by one operation or body. */
  readonly membersPerOperation: number;
  /** Largest page of a list. */
  readonly pageSize: number;
  /** Page size when `count` is absent. */
  readonly defaultPageSize: number;
  /** Longest value of one attribute, bytes of UTF-8. */
  readonly valueBytes: number;
  /** Most values of one multi-valued attribute other than a group's members. */
  readonly valuesPerAttribute: number;
  /** Most names in `attributes` or `excludedAttributes`. */
  readonly projectedAttributes: number;
}

export const DEFAULT_LIMITS: ScimLimits = Object.freeze({
  bodyBytes: 1024 * 1024,
  groupBodyBytes: 16 * 1024 * 1024,
  jsonDepth: 32,
  filterLength: 4096,
  filterTerms: 100,
  filterDepth: 20,
  pathLength: 512,
  pathDepth: 5,
  patchOperations: 1000,
  membersPerOperation: 200_000,
  pageSize: 1000,
  defaultPageSize: 100,
  valueBytes: 64 * 1024,
  valuesPerAttribute: 1000,
  projectedAttributes: 200,
});
