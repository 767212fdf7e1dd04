export { type Actor, actorText, type ChangeContext } from './actor.ts';
export { auditHash, detailDigest, firstAuditHash } from './chain.ts';
export { deleteOldEvents } from './event-retention.ts';
export { forgetSubjects, type Subject } from './forget.ts';
export { EVENTS_PAGE_MAX, numberOfLast, readEvents } from './read-events.ts';
export { type RecordedChange, recordChange, startSequence } from './record-change.ts';
export { requestIdsOf } from './request-ids.ts';
export { forgetInvitationRecords, forgetRefused } from './strangers.ts';
