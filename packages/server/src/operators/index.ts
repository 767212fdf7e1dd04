export {
  createOperatorKey,
  findOperatorKey,
  listOperatorKeys,
  noteOperatorKeyUse,
  type OperatorKey,
  revokeOperatorKey,
} from './operator-keys.ts';
