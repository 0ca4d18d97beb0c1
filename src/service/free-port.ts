import { createServer } from 'node:net';

/** The embedded server and its Web UI are for this machine only. */
export const LOOPBACK = '127.0.0.1';

/**
 * A port of the loopback address that nobody listens on: the preferred one when it is free. Whoever binds it must
 * be ready for somebody else having been faster.
 *
 * @param preferred 0: any
 * @param avoid ports that are promised to somebody else
 */
export async function freePort(preferred: number, avoid: readonly number[] = []): Promise<number> {
  let candidate = preferred;
  for (;;) {
    const port = avoid.includes(candidate) ? null : await tryPort(candidate);
    if (port !== null && !avoid.includes(port)) return port;
    candidate = 0;
  }
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      const address = server.address();
      const taken = address !== null && typeof address === 'object' ? address.port : null;
      server.close(() => resolve(taken));
    });
  });
}
