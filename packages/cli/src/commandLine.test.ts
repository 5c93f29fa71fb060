import { readFile } from 'node:fs/promises';
import { mockCredentials, mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { startAthenaLocal } from 'athena-local';
import serviceInsightsPlugin from 'backstage-plugin-service-insights-backend';
import serviceInsightsModuleDuckdb from 'backstage-plugin-service-insights-backend-module-duckdb';
import { eventsTable, lakeFolder, type LakeFolder } from './__testUtils__/lakeFolder';
import { startProcess, type Ended } from './__testUtils__/startProcess';

jest.setTimeout(120_000); // each command is a process of its own

const asOf = '2026-03-15T12:00:00.000Z';
const days = ['2026-03-12', '2026-03-13', '2026-03-14'];

let lake: LakeFolder;
let portalUrl: string;

beforeAll(async () => {
  lake = await lakeFolder(days);
  const { server } = await startTestBackend({
    features: [
      serviceInsightsPlugin,
      serviceInsightsModuleDuckdb,
      catalogServiceMock.factory({ entities: [] }),
      mockServices.rootConfig.factory({
        data: {
          serviceInsights: {
            asOf,
            definitions: [lake.definition],
            engines: {
              lake: {
                duckdb: { directory: lake.directory, tables: { 'telemetry.events': eventsTable } },
              },
            },
          },
        },
      }),
    ],
  });
  portalUrl = `http://127.0.0.1:${server.port()}`;
});
afterAll(async () => {
  await lake.remove();
});

function duckDb() {
  return {
    duckdb: { directory: lake.directory, tables: { 'telemetry.events': eventsTable } },
  };
}

function run(...args: string[]): Promise<Ended> {
  return startProcess(args, { cwd: lake.directory }).ended;
}

function operate(...args: string[]): Promise<Ended> {
  const env = {
    SERVICE_INSIGHTS_URL: portalUrl,
    SERVICE_INSIGHTS_TOKEN: mockCredentials.user.token('user:default/ada'),
  };
  return startProcess(args, { cwd: lake.directory, env }).ended;
}

describe('without a portal', () => {
  it('validates definitions, and says of each problem where it is', async () => {
    const fine = await run('validate', 'requests.yaml');
    expect(fine).toEqual({ code: 0, stdout: 'requests: fine\n', stderr: '' });

    await lake.write('broken.yaml', 'kind: dataset\nid: broken\ntable: events\nservice: s\n');
    const broken = await run('validate', 'broken.yaml', 'requests.yaml');
    expect(broken.code).toBe(1);
    expect(broken.stdout).toBe(
      [
        'broken.yaml: table: must be database.table (or catalog.database.table), as the engine knows it',
        'broken.yaml: time: is required (object)',
        'requests: fine\n',
      ].join('\n'),
    );
    const asJson = await run('validate', 'broken.yaml', '--json');
    expect(JSON.parse(asJson.stdout).problems).toHaveLength(2);
    expect((await run('validate')).stderr).toContain('Which definitions?');
  });

  it('asks the engines of a configuration what they think of a definition', async () => {
    await lake.write('elsewhere.yaml', (await lakeText()).replace('column: ts', 'column: gone'));
    const config = await writeConfig('duckdb.yaml', duckDb());
    const { code, stdout } = await run('validate', 'elsewhere.yaml', '--config', config);
    expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringMatching(/gone/) });
  });

  it('plans the days a new definition wants, those the lake has where it can tell', async () => {
    const config = await writeConfig('duckdb.yaml', duckDb());
    const { code, stdout } = await run('plan', '--config', config, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).map(({ day }: { day: string }) => day)).toEqual([...days].reverse());
  });

  it('reads a day and prints what it holds, keeping nothing', async () => {
    const config = await writeConfig('duckdb.yaml', duckDb());
    const { code, stdout, stderr } = await run('run', 'requests', '--day', days[1], '-c', config);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'lake reads 2026-03-13 of requests; Ctrl-C stops it\n',
    });
    expect(stdout).toMatch(/^calls +3\n +ok +2\n[^]*service_fault +1\n[^]*customers +2\n/);
    expect(await run('run', 'requests', '--day', 'then', '-c', config)).toMatchObject({
      code: 1,
      stderr: '--day: must be a day as 2026-03-14\n',
    });
  });

  it('stops the query on Athena at Ctrl-C, and waits until it has ended there', async () => {
    const athena = await startAthenaLocal({
      directory: lake.directory,
      tables: { 'telemetry.events': eventsTable },
      workgroups: { primary: { outputLocation: 's3://results/primary/' } },
      latency: { tableMs: 60_000 },
    });
    try {
      const config = await writeConfig('athena.yaml', {
        athena: {
          region: 'eu-central-1',
          workGroup: 'primary',
          database: 'telemetry',
          endpoint: athena.endpoint,
          s3Endpoint: athena.endpoint,
        },
      });
      const started = startProcess(['run', 'requests', '--day', days[1], '-c', config], {
        cwd: lake.directory,
      });
      await started.untilSaid('Ctrl-C stops it');
      started.interrupt();
      const { code, stdout } = await started.ended;
      expect({ code, stdout }).toEqual({
        code: 130,
        stdout: expect.stringMatching(/^cancelled: It was stopped\n.* billed, .* USD/),
      });
      const executed = athena.ledger().filter(({ query }) => !query.startsWith('EXPLAIN'));
      expect(executed.map(({ state }) => state)).toEqual(['CANCELLED']);
    } finally {
      await athena.close();
    }
  });
});

describe('against a portal', () => {
  beforeAll(async () => {
    for (let waiting = true; waiting;) {
      const { datasets } = JSON.parse((await operate('status', '--json')).stdout);
      waiting = datasets[0].dataThrough !== '2026-03-14' || datasets[0].queue.running > 0;
    }
  });

  it('says how datasets are doing, and what the ledger holds', async () => {
    const status = await operate('status');
    expect(status.stdout).toMatch(/^requests: 0 USD in 2026-03\n {2}Complete through 2026-03-14\./);
    const runs = await operate('runs', '--from', days[2], '--to', days[2]);
    expect(runs.stdout).toMatch(/^day +dataset +source[^]*2026-03-14 +requests +lake +1 +done/);
    expect((await operate('plan')).stdout).toBe('Nothing is due.\n');
    expect((await operate('refresh', 'requests')).stdout).toBe('Nothing is due.\n');
  });

  it('estimates a backfill, and does it with progress until the days are published', async () => {
    const range = ['--from', days[0], '--to', days[1]];
    const estimate = await operate('estimate', 'requests', ...range);
    expect(estimate.stdout).toBe(
      '2 days in 2 runs, about 0 B billed, 0 USD; by what the same days cost before.\n',
    );
    const unasked = await operate('backfill', 'requests', ...range);
    expect(unasked).toMatchObject({ code: 1, stdout: '' });
    expect(unasked.stderr).toContain('Say --yes to go on');

    const done = await operate('backfill', 'requests', ...range, '--yes');
    expect(done).toMatchObject({ code: 0, stdout: '2 days are published.\n' });
    expect(done.stderr).toContain('2 runs are in the queue\n');
    expect(done.stderr).toMatch(/2 of 2 published\n$/);
  });

  it('pauses, and resumes', async () => {
    const paused = await operate('pause', 'requests', '--reason', 'Lake moves');
    expect(paused.stdout).toBe(
      'requests is paused by user:default/ada until resumed: Lake moves\n',
    );
    expect((await operate('resume', 'requests')).stdout).toBe('Nothing is paused.\n');
    expect(await operate('pause', '--reason', 'Typo')).toMatchObject({
      code: 1,
      stderr: 'Which dataset? Name one, or say --all\n',
    });
  });

  it('forgets a customer whose key comes on standard input, and so is in no list of processes', async () => {
    const erasing = startProcess(['erase', '--all', '--customer', '-', '--yes'], {
      env: {
        SERVICE_INSIGHTS_URL: portalUrl,
        SERVICE_INSIGHTS_TOKEN: mockCredentials.user.token('user:default/ada'),
      },
      stdin: 'jane\n',
    });
    expect(await erasing.ended).toMatchObject({ code: 0, stdout: 'requests: forgotten\n' });
  });

  it('says what is wrong in the portal’s words', async () => {
    expect(await operate('refresh', 'unknown')).toMatchObject({
      code: 1,
      stderr: 'The portal answers 404: There is no such dataset; there are requests\n',
    });
    const stranger = await startProcess(['status'], {
      env: { SERVICE_INSIGHTS_URL: portalUrl, SERVICE_INSIGHTS_TOKEN: 'nobody' },
    }).ended;
    expect(stranger).toMatchObject({ code: 1, stderr: expect.stringContaining('answers 401') });
    const nowhere = await run('status', '--url', 'http://127.0.0.1:9', '--token', 'any');
    expect(nowhere.stderr).toContain('cannot be reached');
  });
});

function lakeText(): Promise<string> {
  return readFile(lake.definition, 'utf8');
}

/** JSON is YAML. */
function writeConfig(name: string, engine: object): Promise<string> {
  const aws = { mainAccount: { accessKeyId: 'any', secretAccessKey: 'any' } };
  const serviceInsights = { asOf, definitions: ['requests.yaml'], engines: { lake: engine } };
  return lake.write(name, JSON.stringify({ aws, serviceInsights }));
}
