/** Bounds on what a client can hold of the server, whoever it is. */
export interface HttpLimits {
  /** From the first byte of a connection to the end of a request's header, milliseconds. */
  readonly headersMs: number;
  /** From the first byte of a request to the end of its body, milliseconds. */
  readonly requestMs: number;
  /** How long a connection without request stays open; longer than the 60 s of most proxies. */
  readonly keepAliveMs: number;
  /** How often connections are looked at, milliseconds. */
  readonly checkMs: number;
  /** How long a client may take nothing of an answer that is ready for it, milliseconds. */
  readonly slowReaderMs: number;
  /** How long requests may take to finish when the server stops, milliseconds. */
  readonly stopMs: number;
  /** Connections open at once; more are closed as they come. */
  readonly connections: number;
  /** Request line and header fields together, bytes; a filter of full length fits in. */
  readonly headerBytes: number;
}

export const HTTP_LIMITS: HttpLimits = Object.freeze({
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  checkMs: 5_000,
  slowReaderMs: 15_000,
  stopMs: 10_000,
  connections: 10_000,
  headerBytes: 32 * 1024,
});
