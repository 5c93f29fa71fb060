import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Athena } from '../Athena';
import type { Outcome } from '../faults/disturbed';
import { athenaEndpoint } from './athenaEndpoint';
import type { Reply } from './Reply';
import { s3Endpoint } from './s3Endpoint';

/**
 * Serves Athena and the S3 of its results on one port.
 *
 * @param options - `wallClock`: what the server tells in `Date`, and checks signatures by
 */
export async function listen(
  athena: Athena,
  options: { host: string; port: number; wallClock(): number },
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(athena, request, response, options.wallClock).catch(() => response.destroy());
  });
  // Longer than clients keep idle connections: a reset must be a fault that was asked for.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address: AddressInfo | string | null = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  athena: Athena,
  request: IncomingMessage,
  response: ServerResponse,
  wallClock: () => number,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { method = 'GET', headers } = request;
  const path = new URL(request.url ?? '/', 'http://local').pathname;
  const outcome =
    method === 'POST' && path === '/'
      ? await athenaEndpoint(athena, { headers, body: Buffer.concat(chunks) })
      : await s3Endpoint(athena, { method, path, headers });
  await send(outcome, response, wallClock);
}

async function send(
  outcome: Outcome,
  response: ServerResponse,
  wallClock: () => number,
): Promise<void> {
  switch (outcome.kind) {
    case 'silence':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'broken off': {
      const { body } = outcome.reply;
      writeHead(outcome.reply, response, wallClock);
      response.write(body.subarray(0, Math.floor(body.length / 2)), () =>
        response.socket?.resetAndDestroy(),
      );
      return;
    }
    default:
      if (outcome.delayMs > 0) {
        await new Promise(resolve => {
          setTimeout(resolve, outcome.delayMs);
        });
      }
      writeHead(outcome.reply, response, wallClock);
      response.end(outcome.reply.body);
  }
}

function writeHead(reply: Reply, response: ServerResponse, wallClock: () => number): void {
  response.sendDate = false;
  response.writeHead(reply.status, {
    Date: new Date(wallClock()).toUTCString(),
    'Content-Type': reply.contentType,
    'Content-Length': reply.body.length,
    'x-amzn-RequestId': randomUUID(),
    ...reply.headers,
  });
}
