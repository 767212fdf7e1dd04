/** A proxy that gives the service a path of its host, and cuts it off, as many are set up. */
import { createServer, request } from 'node:http';

export interface PathProxy {
  close(): Promise<void>;
}

/** @param prefix Such as `/people`; everything else is 404. */
export async function startPathProxy(
  port: number,
  prefix: string,
  target: () => URL,
): Promise<PathProxy> {
  const server = createServer((incoming, outgoing) => {
    const { url = '', method, headers } = incoming;
    if (!url.startsWith(`${prefix}/`)) {
      outgoing.writeHead(404).end();
      return;
    }
    const { hostname, port: targetPort } = target();
    const path = url.slice(prefix.length);
    const sent = request({ hostname, port: targetPort, path, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    sent.on('error', () => outgoing.destroy());
    incoming.pipe(sent);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
