export {
  type CopyProgress,
  type CopyRequest,
  type CopyResult,
  copyDatabase,
} from './copy-database.ts';
