/**
 * npm run test:replicas [RESTARTS]: two portals, each a process of its own, on one PostgreSQL and behind a balancer. A
 * thousand viewers of a service whose day was never read cause one run; restarts in turns under load lose no request.
 * Ends with `N passed, N failed`.
 */
import autocannon from 'autocannon';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAthenaLake } from '../bench/support/athenaLake';
import { queriesOf } from '../bench/support/queriesOf';
import { startBalancer, type Balancer } from './startBalancer';
import { cardPath, tokenOf, untilCatalogued } from './askPortal';
import { onlyDay, prepareReplicas, services, type Replicas } from './startReplicas';

const restarts = Number(process.argv[2] ?? 6);
const viewers = 1_000;
const connectionsUnderLoad = 20;
/** Of all requests, so many may be refused with 503 and a word on when to come back. */
const mostRefused = 0.001;

let passed = 0;
let failed = 0;

function check(what: string, isRight: boolean, seen: unknown) {
  if (isRight) passed += 1;
  else failed += 1;
  console.log(`${isRight ? 'ok' : 'NOT OK'}: ${what} (${JSON.stringify(seen)})`);
}

async function viewCold(
  balancer: Balancer,
  replicas: Replicas,
  queries: () => { query: string }[],
): Promise<void> {
  const authorization = await tokenOf(balancer.url);
  await untilCatalogued(balancer.url, authorization, services);
  await replicas.untilRead();
  await replicas.forget();
  const before = queries().length;
  const {
    '2xx': answered,
    non2xx,
    errors,
  } = await autocannon({
    url: balancer.url,
    connections: viewers,
    amount: viewers,
    timeout: 60,
    requests: [{ path: cardPath(services[0]), headers: { authorization } }],
  });
  await replicas.untilRead();
  const started = queries().slice(before);
  const ofTheDay = started.filter(({ query }) => query.includes(`'${onlyDay}'`));
  const runs = await replicas.knex('runs').where({ day: onlyDay });
  check(`${viewers} viewers at once are answered`, answered === viewers && non2xx + errors === 0, {
    answered,
    non2xx,
    errors,
  });
  check(
    'they cause one run of the day, and one execution',
    runs.length === 1 && ofTheDay.length === 1,
    {
      runs: runs.length,
      executions: ofTheDay.length,
    },
  );
}

async function restartInTurns(balancer: Balancer, replicas: Replicas): Promise<void> {
  const authorization = await tokenOf(balancer.url);
  let refusedWithoutWord = 0;
  const load = autocannon({
    url: balancer.url,
    connections: connectionsUnderLoad,
    overallRate: 100,
    duration: 3_600,
    timeout: 30,
    requests: services.map(service => ({ path: cardPath(service), headers: { authorization } })),
  });
  const statuses = new Map<number, number>();
  load.on('response', (_client, status) => statuses.set(status, (statuses.get(status) ?? 0) + 1));
  load.on('reqError', () => (refusedWithoutWord += 1));
  for (let i = 0; i < restarts; i++) {
    const port = replicas.ports[i % replicas.ports.length];
    await replicas.restart(port);
    await sleep(300); // the balancer has seen it go
    await balancer.untilReady(port);
  }
  load.stop();
  await load;
  const requests = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  const good = statuses.get(200) ?? 0;
  const refused = statuses.get(503) ?? 0;
  const seen = {
    restarts,
    requests,
    statuses: Object.fromEntries(statuses),
    lost: balancer.lost(),
  };
  check(
    `${restarts} restarts in turns under load lose no request`,
    balancer.lost() === 0 &&
      refusedWithoutWord === 0 &&
      good + refused === requests &&
      requests > 0,
    seen,
  );
  check(
    'at most one request in a thousand is told to come back',
    refused <= requests * mostRefused,
    {
      refused,
      requests,
    },
  );
}

async function main() {
  const athena = await startAthenaLake([{ day: onlyDay, bytes: 200_000 }], {
    latency: { queueMs: [100, 300], engineMs: 1_500 },
  });
  const replicas = await prepareReplicas(athena.server, 2);
  const balancer = await startBalancer(replicas.ports);
  try {
    for (const port of replicas.ports) {
      replicas.start(port);
      // One after the other: the catalog makes its tables without waiting for another that does.
      await balancer.untilReady(port);
    }
    await viewCold(balancer, replicas, () => queriesOf(athena.server));
    await restartInTurns(balancer, replicas);
  } finally {
    await replicas.stop();
    await balancer.close();
    await athena.close();
  }
}

main()
  .catch(error => {
    console.error(error);
    failed += 1;
  })
  .finally(() => {
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed === 0 ? 0 : 1);
  });
