export { discardHeld, letGo, OPEN_MINUTES_MAX, type Released, releaseHeld } from './decide.ts';
export { type HeldSum, heldSummary } from './held-summary.ts';
export { hold, keepHeld } from './hold.ts';
export { HELD_STATES, type HeldChange, listHeld } from './list-held.ts';
export { HELD_PAGE_MAX, type HeldSelection } from './select-held.ts';
