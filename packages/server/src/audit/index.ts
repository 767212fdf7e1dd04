export { type AuditRecord, type AuditSearch, listAudit } from './list-audit.ts';
export { verifyChain } from './verify-chain.ts';
