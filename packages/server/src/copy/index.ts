export { type CopyRequest, copyDatabase } from './copy-database.ts';
export type { CopyProgress, CopyResult } from './result.ts';
