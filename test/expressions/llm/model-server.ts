import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server says to one request: an answer's text, or something that goes wrong. */
export type Reply =
  | { text: string; finish?: 'stop' | 'length' }
  | { status: number; headers?: Record<string, string>; body?: unknown }
  /** Never answers. */
  | { silence: true };

/** A request as it came, whichever protocol it spoke. */
export interface Received {
  path: string;
  headers: IncomingMessage['headers'];
  /** All texts of the request, system prompt first. */
  text: string;
  body: Record<string, unknown>;
}

/** A local HTTP server that speaks the protocols of OpenAI (both), Anthropic and Gemini. */
export interface ModelServer {
  /** Base address for a provider. */
  url(provider: 'google' | 'openai' | 'anthropic' | 'openai-compatible'): string;
  received: Received[];
  /** Most requests that were under way at one moment. */
  mostAtOnce(): number;
  /** Decides each answer; `count` is the number of the request, from 1. */
  answer(reply: (request: Received, count: number) => Reply | Promise<Reply>): void;
  close(): Promise<void>;
}

/** Tokens that the server says each request took. */
export const TOKENS = { prompt: 1000, answer: 200 };

export async function modelServer(): Promise<ModelServer> {
  const received: Received[] = [];
  let reply: (request: Received, count: number) => Reply | Promise<Reply> = () => ({ status: 500 });
  let underWay = 0;
  let most = 0;
  const server = createServer((request, response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    response.once('close', () => {
      underWay -= 1;
    });
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
      const got = { path: request.url ?? '', headers: request.headers, text: textsIn(body).join('\n'), body };
      received.push(got);
      send(response, got.path, await reply(got, received.length));
    })().catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: (provider) => `${base}/${provider === 'google' ? 'v1beta' : 'v1'}`,
    received,
    mostAtOnce: () => most,
    answer(decide) {
      reply = decide;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, path: string, reply: Reply): void {
  if ('silence' in reply) return;
  if ('status' in reply) {
    const body = reply.body ?? { error: { message: `status ${reply.status}`, code: reply.status } };
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(spoken(path, reply.text, reply.finish ?? 'stop')));
}

/** An answer in the protocol of the path that was asked. */
function spoken(path: string, text: string, finish: 'stop' | 'length'): object {
  const { prompt, answer } = TOKENS;
  if (path.includes(':generateContent')) {
    return {
      candidates: [
        {
          content: { role: 'model', parts: [{ text }] },
          finishReason: finish === 'stop' ? 'STOP' : 'MAX_TOKENS',
          index: 0,
        },
      ],
      usageMetadata: {
        promptTokenCount: prompt,
        candidatesTokenCount: answer,
        totalTokenCount: prompt + answer,
      },
    };
  }
  if (path.endsWith('/responses')) {
    return {
      ...{ id: 'resp_1', object: 'response', created_at: 1, model: 'test', error: null },
      status: finish === 'stop' ? 'completed' : 'incomplete',
      incomplete_details: finish === 'stop' ? null : { reason: 'max_output_tokens' },
      output: [
        {
          ...{ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed' },
          content: [{ type: 'output_text', text, annotations: [] }],
        },
      ],
      usage: { input_tokens: prompt, output_tokens: answer, total_tokens: prompt + answer },
    };
  }
  if (path.endsWith('/messages')) {
    return {
      ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'test', stop_sequence: null },
      content: [{ type: 'text', text }],
      stop_reason: finish === 'stop' ? 'end_turn' : 'max_tokens',
      usage: { input_tokens: prompt, output_tokens: answer },
    };
  }
  return {
    ...{ id: 'chat_1', object: 'chat.completion', created: 1, model: 'test' },
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: finish }],
    usage: { prompt_tokens: prompt, completion_tokens: answer, total_tokens: prompt + answer },
  };
}

/** Every text in a request, wherever its protocol has it. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    typeof part === 'string' ? (['text', 'content', 'system'].includes(key) ? [part] : []) : textsIn(part),
  );
}
