/** Groups that were pushed, as the API tells of them. */
import type { Instant, Paged } from '../../../api/types.ts';

export interface ListedGroup {
  readonly id: string;
  readonly connectionId: string;
  readonly name: string | null;
  readonly externalId: string | null;
  readonly members: number;
  readonly mappings: number;
  readonly createdAt: Instant;
  readonly modifiedAt: Instant;
}

export interface GroupPage extends Paged {
  readonly groups: readonly ListedGroup[];
}

export interface ShownGroup extends ListedGroup {
  readonly connection: { readonly id: string; readonly name: string };
  readonly isIn: readonly { readonly id: string; readonly name: string | null }[];
  /** Roles and entry points are keys. */
  readonly grants: readonly {
    readonly id: string;
    readonly entryPoint: string;
    readonly role: string;
  }[];
  /** Active members, also of groups in it; `reachedMore` when there are more than were counted. */
  readonly reached: number;
  readonly reachedMore: boolean;
}

export interface GroupMember {
  readonly id: string;
  readonly kind: 'User' | 'Group';
  readonly name: string | null;
  readonly userName: string | null;
  readonly active: boolean;
  readonly memberId: string | null;
}

export interface GroupMemberPage extends Paged {
  readonly members: readonly GroupMember[];
}

/** A role on an entry point instead of another; keys, null is none. */
export interface MappingChange {
  readonly entryPoint: string;
  readonly before: string | null;
  readonly after: string | null;
}
