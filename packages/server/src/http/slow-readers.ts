import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { ServerLimits } from './server-limits.ts';

interface Watched {
  /** Bytes that the client had taken when it was last seen to take any. */
  taken: number;
  /** When that was, milliseconds. */
  since: number;
}

/** Ends connections whose clients do not take what was sent to them. */
export function cutOffSlowReaders(server: Server, limits: ServerLimits): () => void {
  const sockets = new Map<Socket, Watched>();
  server.on('connection', (socket) => {
    sockets.set(socket, { taken: 0, since: performance.now() });
    socket.once('close', () => sockets.delete(socket));
  });
  const timer = setInterval(() => {
    const now = performance.now();
    for (const [socket, watched] of sockets) {
      const taken = socket.bytesWritten - socket.writableLength;
      if (socket.writableLength === 0 || taken !== watched.taken) {
        watched.taken = taken;
        watched.since = now;
      } else if (now - watched.since >= limits.slowReaderTimeoutMs) {
        socket.destroy();
      }
    }
  }, limits.checkIntervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
