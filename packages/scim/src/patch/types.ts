import type { PatchPath } from '../filter/ast.ts';
import type { ElementFilter } from '../filter/resolved.ts';
import type { Json, MemberReference, Resource } from '../resource/types.ts';

/** One parsed operation of a PATCH request (RFC 7644 §3.5.2). */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: PatchPath | undefined;
  /** Undefined when the operation has no `value` key. */
  readonly value: Json | undefined;
  /** Zero-based position in `Operations`, for error messages. */
  readonly index: number;
}

/**
 * A change of a group's members, applied by the store as rows, in order. The patch engine never
 * sees the present members.
 */
export type MemberChange =
  | { readonly kind: 'add'; readonly members: readonly MemberReference[] }
  | { readonly kind: 'remove'; readonly values: readonly string[] }
  | { readonly kind: 'removeMatching'; readonly filter: ElementFilter }
  | { readonly kind: 'removeAll' }
  | { readonly kind: 'replace'; readonly members: readonly MemberReference[] };

/** What a PUT or PATCH comes to. */
export interface Change {
  readonly resource: Resource;
  readonly members: readonly MemberChange[];
}
