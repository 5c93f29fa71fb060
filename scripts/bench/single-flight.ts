import autocannon from 'autocannon';
import { setTimeout as sleep } from 'node:timers/promises';
import { cardPath, tokenOf, untilCatalogued } from '../replicas/askPortal';
import { onlyDay, prepareReplicas, services, type Replicas } from '../replicas/startReplicas';
import { startAthenaLake, type AthenaLake } from './support/athenaLake';
import { queriesOf } from './support/queriesOf';

const replicas = 4;
const requestsEach = 50;
const mostRounds = 6;

/** P6: executions for everyone who asks for the same missing day at once, and where who reads it is killed. */
export async function run() {
  const lake = await startAthenaLake([{ day: onlyDay, bytes: 200_000 }], {
    latency: { engineMs: 3_000 },
  });
  const portals = await prepareReplicas(lake.server, replicas);
  try {
    for (const port of portals.ports) await started(portals, port);
    const [first] = portals.ports;
    const authorization = await tokenOf(urlOf(first));
    await untilCatalogued(urlOf(first), authorization, services);
    await portals.untilRead();

    const together = await executionsOf(lake, async () => {
      await askAll(portals, authorization);
      await portals.untilRead();
    });
    const killed = await killLeader(lake, portals, authorization);
    const what = `executions of a day that was never read, when ${requestsEach} requests reach each of ${replicas} replicas at once`;
    return [
      {
        name: 'single-flight P6a',
        value: together,
        goal: '= 1',
        ok: together === 1,
        what,
      },
      {
        name: 'single-flight P6b',
        value: killed.executions,
        goal: '= 1, by another replica',
        ok: killed.executions === 1 && killed.wasTakenOver,
        what: `${what}, and all replicas but one are killed while it runs, the one that reads it among them`,
        rounds: killed.rounds,
      },
    ];
  } finally {
    await portals.stop();
    await lake.close();
  }
}

/** Nobody tells who leads: all but one are killed, and again until the one that was left had not been the leader. */
async function killLeader(lake: AthenaLake, portals: Replicas, authorization: string) {
  for (let rounds = 1; ; rounds++) {
    const survivor = portals.ports[rounds % replicas];
    const others = portals.ports.filter(port => port !== survivor);
    let wasTakenOver = false;
    const executions = await executionsOf(lake, async () => {
      await askAll(portals, authorization);
      const leader = await untilRunning(portals);
      await Promise.all(others.map(port => portals.kill(port)));
      await portals.untilRead();
      const run = await portals.knex('runs').where({ day: onlyDay }).first();
      wasTakenOver = run.fence > leader.fence;
    });
    if (wasTakenOver || executions !== 1 || rounds === mostRounds) {
      return { executions, wasTakenOver, rounds };
    }
    for (const port of others) await started(portals, port);
    await sleep(1_000);
  }
}

async function executionsOf(lake: AthenaLake, work: () => Promise<void>): Promise<number> {
  const before = queriesOf(lake.server).length;
  await work();
  const since = queriesOf(lake.server).slice(before);
  return since.filter(({ query }) => query.includes(`'${onlyDay}'`)).length;
}

async function askAll(portals: Replicas, authorization: string): Promise<void> {
  await portals.forget();
  await Promise.all(
    portals.ports.map(port =>
      autocannon({
        url: urlOf(port),
        connections: requestsEach,
        amount: requestsEach,
        requests: [{ path: cardPath(services[0]), headers: { authorization } }],
      }),
    ),
  );
}

async function untilRunning({ knex }: Replicas): Promise<{ fence: number }> {
  for (;;) {
    const run = await knex('runs').where({ day: onlyDay, state: 'running' }).first('fence');
    if (run) return run;
    await sleep(20);
  }
}

async function started(portals: Replicas, port: number): Promise<void> {
  portals.start(port);
  const url = `${urlOf(port)}/.backstage/health/v1/readiness`;
  const isReady = () =>
    fetch(url).then(
      answer => answer.ok,
      () => false,
    );
  while (!(await isReady())) await sleep(100);
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
