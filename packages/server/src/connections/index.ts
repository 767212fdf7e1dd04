export {
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
} from './connections.ts';
