import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands before replicas. */
export type Balancer = {
  url: string;
  /** Requests that reached no replica, or whose answer broke off: what a client would have seen as lost. */
  lost(): number;
  /** Waits until a replica says that it is ready. */
  untilReady(port: number): Promise<void>;
  close(): Promise<void>;
};

/** How often a replica is asked whether it is ready, as a load balancer would, only oftener. */
const probeMs = 100;

/**
 * Hands each request to the next replica that says it is ready. It repeats none: one that is lost stays lost.
 *
 * @param ports - of the replicas, on 127.0.0.1
 */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const ready = new Set<number>();
  let turn = 0;
  let lost = 0;

  const probe = async (port: number) => {
    const url = `http://127.0.0.1:${port}/.backstage/health/v1/readiness`;
    const isReady = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      answer => answer.ok,
      () => false,
    );
    if (isReady) ready.add(port);
    else ready.delete(port);
  };
  const probing = setInterval(() => ports.forEach(probe), probeMs);

  const lose = (res: ServerResponse) => {
    lost += 1;
    if (!res.headersSent) res.writeHead(502);
    res.end();
  };
  const server = createServer((req: IncomingMessage, res: ServerResponse) => {
    const candidates = [...ready];
    if (candidates.length === 0) return lose(res);
    const port = candidates[turn++ % candidates.length];
    const { method, url: path, headers } = req;
    const passed = request({ host: '127.0.0.1', port, method, path, headers, agent }, answer => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
      answer.once('aborted', () => lose(res));
    });
    passed.once('error', () => lose(res));
    req.pipe(passed);
  });
  server.listen(0, '127.0.0.1', 1_024);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    lost: () => lost,
    async untilReady(of) {
      while (!ready.has(of)) await new Promise(resolve => setTimeout(resolve, probeMs / 2));
    },
    async close() {
      clearInterval(probing);
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
