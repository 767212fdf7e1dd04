import type { ReadOptions } from '../resource/index.ts';
import type { Json } from '../resource/types.ts';
import type { ResourceType } from '../schema/types.ts';
import type { Budget } from './budget.ts';
import type { MemberChange, PatchOperation } from './types.ts';
import type { WorkingCopy } from './working-copy.ts';

export type Op = PatchOperation['op'];

/** What the operations of one PATCH share. */
export interface PatchState {
  readonly type: ResourceType;
  readonly options: ReadOptions;
  readonly copy: WorkingCopy;
  /** Changes of the members so far, in order. */
  readonly members: MemberChange[];
  readonly budget: Budget;
}

/** What is to be done at a place. */
export interface Step {
  readonly op: Op;
  /** Undefined only for a remove. */
  readonly value: Json | undefined;
  /**
   * True for a key of a value object: there read-only attributes are passed over, since clients
   * send back what they have read; a path to one is an error.
   */
  readonly keyed: boolean;
}
