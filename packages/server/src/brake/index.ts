export { type BrakeScope, countChange, countLost } from './count-change.ts';
export {
  closeHeld,
  findHeld,
  forgetOldHeld,
  type HeldRow,
  heldOfConnections,
  putHeld,
  standingOf,
} from './held-rows.ts';
export { type BrakePolicy, isWatching } from './policy.ts';
export { HeldError, type Removal, type What } from './removal.ts';
export { type BrakeStanding, brakeStanding } from './standing.ts';
