import type { Json } from '../resource/types.ts';

/**
 * What an operation does to one value, from before to after. Undefined stands for *unassigned*.
 * Never changes its argument.
 */
export type Edit = (before: Json | undefined) => Json | undefined;

export const keep: Edit = (before) => before;
export const unassign: Edit = () => undefined;
