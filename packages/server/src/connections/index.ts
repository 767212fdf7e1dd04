export {
  BRAKE_BOUNDS,
  type Connection,
  type ConnectionSettings,
  createConnection,
  DEFAULT_CONNECTION,
  DIALECTS,
  findConnection,
  insertConnection,
  listConnections,
  setConnection,
  settingsOfRow,
  updateConnection,
} from './connections.ts';
