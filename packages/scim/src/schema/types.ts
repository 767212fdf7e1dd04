/** Schemas as data (RFC 7643 §2 and §7). Everything here is frozen; names keep their published case. */

export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex';
export type Mutability = 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
export type Returned = 'always' | 'default' | 'request' | 'never';
export type Uniqueness = 'none' | 'server' | 'global';

/** One attribute or sub-attribute with its characteristics, defaults filled in (RFC 7643 §2.2). */
export interface Attribute {
  readonly name: string;
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  /** True for references and binary values whatever the document says (RFC 7643 §2.3.6, §2.3.7). */
  readonly caseExact: boolean;
  readonly mutability: Mutability;
  readonly returned: Returned;
  readonly uniqueness: Uniqueness;
  readonly canonicalValues: readonly string[];
  readonly referenceTypes: readonly string[];
  /** By lower-cased name; empty unless `type` is `complex`. */
  readonly subAttributes: ReadonlyMap<string, Attribute>;
}

export interface Schema {
  /** The schema's URI. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** By lower-cased name. */
  readonly attributes: ReadonlyMap<string, Attribute>;
}

export interface SchemaExtension {
  readonly schema: Schema;
  readonly required: boolean;
}

/** RFC 7643 §6. */
export interface ResourceType {
  /** Also `meta.resourceType`. */
  readonly name: string;
  readonly description: string;
  /** Relative to the base URL, with its leading slash: `/Users`. */
  readonly endpoint: string;
  readonly schema: Schema;
  readonly extensions: readonly SchemaExtension[];
  /** Common and core attributes by lower-cased name (`id`, `externalId`, `meta`, `schemas`, …). */
  readonly attributes: ReadonlyMap<string, Attribute>;
  /**
   * The attribute whose values the store keeps as rows of their own and never as part of the
   * resource (`members` of a Group): a change of it costs what changes, never what is there.
   */
  readonly memberAttribute: Attribute | undefined;
  /** Lower-cased names that are accepted and dropped without being stored (`password`). */
  readonly dropped: ReadonlySet<string>;
}

/**
 * Where an attribute lives: resolved against the schema, never against an object.
 * `extension` is the URI that keys the extension's object, or undefined for common and core attributes.
 */
export interface AttributeTarget {
  readonly extension: string | undefined;
  readonly attribute: Attribute;
  readonly sub: Attribute | undefined;
}
