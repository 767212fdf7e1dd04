import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';

/** How long connections without a request stay, for requests that are under way to them. */
const GRACE_MS = 250;

/**
 * Stops accepting connections, lets requests finish, then closes what is left. Answers have to end
 * their connections from before this is called.
 */
export async function stopServer(server: Server, stopMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  // Not `server.close()`: that one ends idle connections at once, and with them requests that
  // clients have already sent.
  NetServer.prototype.close.call(server);
  const idle = setInterval(() => afterReading(() => server.closeIdleConnections()), GRACE_MS);
  const end = setTimeout(() => server.closeAllConnections(), stopMs);
  await closed;
  clearInterval(idle);
  clearTimeout(end);
  // Ends Node's own check of connections; there are none left.
  server.close();
}

/**
 * Timers come before sockets in a turn of the event loop: after a turn that took long, requests lie
 * there that were not read yet, on connections that look idle. The second turn has read them.
 */
function afterReading(then: () => void): void {
  setImmediate(() => setImmediate(then));
}
