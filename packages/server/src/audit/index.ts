export { type AuditRecord, type AuditSearch, listAudit } from './list-audit.ts';
export { type ChainVerdict, verifyChain, verifyOnce } from './verify-chain.ts';
