export { type Actor, actorText, type ChangeContext } from './actor.ts';
export { auditHash, detailDigest, firstAuditHash } from './chain.ts';
export { type RecordedChange, recordChange, startSequence } from './record-change.ts';
