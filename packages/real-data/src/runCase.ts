import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatasetsAnswer } from 'backstage-plugin-service-insights-common';
import { ask } from './ask';
import { differenceOf } from './differenceOf';
import type { Expectation } from './expectation';
import { InsightsClient } from './InsightsClient';
import { portalConfig } from './portalConfig';
import type { RealCase } from './RealCase';
import { serviceEntities } from './serviceEntities';
import { startPortal, type Portal } from './startPortal';

/** How a case ended: one line for everything that is not as expected. */
export type CaseResult = { passed: number; failed: number; problems: string[] };

/** How long nothing may be published before the case is given up. */
const patienceMs = 120_000;

/**
 * Takes a case the whole way: a real portal reads the files, publishes the days and is asked over HTTP by a signed-in
 * user.
 *
 * @param directory - where the data is
 */
export async function runCase(realCase: RealCase, directory: string): Promise<CaseResult> {
  const port = await freePort();
  let portal: Portal | undefined;
  try {
    portal = await startPortal(portalConfig(realCase, { directory, port }));
    return await compare(realCase, portal, `http://127.0.0.1:${port}`);
  } catch (error) {
    return {
      passed: 0,
      failed: realCase.expectations.length,
      problems: [error instanceof Error ? error.message : String(error)],
    };
  } finally {
    await portal?.stop();
  }
}

async function compare(
  { datasets, expectations }: RealCase,
  portal: Portal,
  baseUrl: string,
): Promise<CaseResult> {
  const client = await InsightsClient.signIn(baseUrl);
  await untilPublished(client);
  const servicesOf = await portal.services();
  const entities = serviceEntities(datasets, servicesOf);
  await portal.provideEntities(entities.entities);
  await untilInCatalog(client, entities.entities.length);

  const datasetOf = ({ dataset, service }: Expectation) =>
    dataset ??
    datasets.find(({ id }) => service !== undefined && servicesOf.get(id)?.includes(service))?.id ??
    datasets[0].id;
  const problems = (await ask(client, expectations, entities, datasetOf)).flatMap(asked => {
    const difference =
      asked.status === 'failed'
        ? `failed: ${asked.reason}`
        : differenceOf(asked.expectation, asked.answers);
    return difference === undefined ? [] : [`${describe(asked.expectation)}: ${difference}`];
  });
  return { passed: expectations.length - problems.length, failed: problems.length, problems };
}

function describe(expectation: Expectation): string {
  const { dataset, service, from, to, region } = expectation;
  return [
    'metric' in expectation ? expectation.metric : expectation.list,
    dataset,
    service,
    region === undefined ? undefined : `in ${region}`,
    from === to ? from : `${from} to ${to}`,
  ]
    .filter(part => part !== undefined)
    .join(' ');
}

/** Waits until no day is left to read. */
async function untilPublished(client: InsightsClient): Promise<void> {
  let published = -1;
  for (let lastProgress = Date.now(); ; await sleep(250)) {
    const status = await client.datasets();
    const refused = status.refused.map(({ path, message }) =>
      path ? `${path}: ${message}` : message,
    );
    if (refused.length > 0) {
      throw new Error(`the definition was refused: ${[...new Set(refused)].join('; ')}`);
    }
    if (status.datasets.length > 0 && status.datasets.every(isPublished)) return;
    const now = status.datasets.reduce((sum, { days }) => sum + days.published, 0);
    const failure = status.datasets.find(({ lastFailure }) => lastFailure)?.lastFailure;
    if (now > published) {
      published = now;
      lastProgress = Date.now();
    } else if (failure?.errorClass === 'definition' || Date.now() - lastProgress > patienceMs) {
      const reason = failure ? `${failure.day}: ${failure.message}` : 'no day was published';
      throw new Error(`the days were not published: ${reason}`);
    }
  }
}

function isPublished({ version, building, days }: DatasetsAnswer['datasets'][number]): boolean {
  return version !== null && building === null && days.waiting === 0;
}

async function untilInCatalog(client: InsightsClient, count: number): Promise<void> {
  for (let waitedMs = 0; (await client.componentCount()) < count; waitedMs += 200) {
    if (waitedMs > patienceMs) throw new Error('the catalog did not take the entities in time');
    await sleep(200);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
