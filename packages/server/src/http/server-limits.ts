/** Bounds on clients that are slow or too many. */
export interface ServerLimits {
  /** Until the headers of a request are there, milliseconds. */
  readonly headersTimeoutMs: number;
  /** Until the whole of a request is there, milliseconds. */
  readonly requestTimeoutMs: number;
  /** How often connections are checked, milliseconds. */
  readonly checkIntervalMs: number;
  /** Between the requests of one connection, milliseconds; longer than a proxy's own. */
  readonly keepAliveTimeoutMs: number;
  /** Without any progress of a connection, milliseconds. */
  readonly idleTimeoutMs: number;
  /** For a client that takes nothing of an answer that is ready for it, milliseconds. */
  readonly slowReaderTimeoutMs: number;
  /** For requests in flight when the server is told to stop, milliseconds. */
  readonly stopTimeoutMs: number;
  /** Request line and header fields together; a filter of full length, encoded, fits in. */
  readonly headerBytes: number;
  /** Open at once; more are closed as they come. */
  readonly connections: number;
}

export const SERVER_LIMITS: ServerLimits = Object.freeze({
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  checkIntervalMs: 5_000,
  keepAliveTimeoutMs: 65_000,
  idleTimeoutMs: 70_000,
  slowReaderTimeoutMs: 15_000,
  stopTimeoutMs: 10_000,
  headerBytes: 32 * 1024,
  connections: 10_000,
});
