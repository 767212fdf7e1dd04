/**
 * The audit chain. Each row's hash covers the hash before it, so no row can be changed, removed or
 * put in between without all later hashes changing. It covers a salted digest of the personal
 * detail, never the detail, so that detail can be erased.
 */
import { hash } from 'node:crypto';

/** The part of an audit row that the chain covers. */
export interface ChainedRow {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly digest: Uint8Array;
}

/** What the chain of an organisation starts from; chains cannot be swapped between organisations. */
export function firstAuditHash(organizationId: string): Buffer {
  return hash('sha256', `rollcall audit ${organizationId}`, 'buffer');
}

/** SHA-256(previous hash ‖ row as a JSON array). */
export function auditHash(previous: Uint8Array, row: ChainedRow): Buffer {
  const { seq, at, actor, action, subjectType, subjectId, digest } = row;
  const text = JSON.stringify([seq, at, actor, action, subjectType, subjectId, hex(digest)]);
  return hash('sha256', Buffer.concat([previous, Buffer.from(text)]), 'buffer');
}

/** SHA-256(salt ‖ detail). */
export function detailDigest(salt: Uint8Array, detail: string): Buffer {
  return hash('sha256', Buffer.concat([salt, Buffer.from(detail)]), 'buffer');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
