import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

export interface FileServer {
  url: string;
  /** What was asked for, as `[first byte, bytes sent]`, in order. */
  requests: { from: number; sent: number }[];
  /** From now on, the rest of what was asked for comes too. */
  release(): void;
  close(): Promise<void>;
}

/** So much of the file comes at once to whoever asks for it from its beginning; the rest after `release`. */
export const HELD_AFTER = 512 * 1024;

/** Serves a page with one video over HTTP, in parts as asked for, as any web server does. */
export async function serveVideo(path: string): Promise<FileServer> {
  const requests: FileServer['requests'] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server = createServer(async (request, response) => {
    if (request.url !== '/video.mp4') {
      response.setHeader('content-type', 'text/html');
      response.end(
        '<!doctype html><title>lesson</title><video muted preload="metadata" src="/video.mp4"></video>',
      );
      return;
    }
    await using file = await open(path);
    const { size } = await file.stat();
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const from = Number(first ?? 0);
    const to = last ? Number(last) : size - 1;
    const entry = { from, sent: 0 };
    requests.push(entry);
    response.writeHead(first === undefined ? 200 : 206, {
      'content-type': 'video/mp4',
      'accept-ranges': 'bytes',
      'content-length': to - from + 1,
      ...(first === undefined ? {} : { 'content-range': `bytes ${from}-${to}/${size}` }),
    });
    const parts = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of file.createReadStream({ start: from, end: to, autoClose: false })) {
        if (from === 0 && entry.sent > HELD_AFTER) await released;
        entry.sent += (chunk as Buffer).length;
        yield chunk as Buffer;
      }
    };
    // A browser that has enough, or goes to another place, closes the connection.
    await pipeline(parts, response).catch(() => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    release,
    close: () =>
      new Promise((resolve) => {
        release();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
