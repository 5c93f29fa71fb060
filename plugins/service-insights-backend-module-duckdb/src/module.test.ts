import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { serviceInsightsEnginesExtensionPoint } from 'backstage-plugin-service-insights-node';
import serviceInsightsModuleDuckdb, { DuckDbEngine } from '.';
import { TestLake } from './testing/TestLake';

describe('serviceInsightsModuleDuckdb', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await TestLake.create();
  });
  afterEach(() => lake.remove());

  async function start(engines: Record<string, object>) {
    const addEngine = jest.fn();
    const { server } = await startTestBackend({
      extensionPoints: [[serviceInsightsEnginesExtensionPoint, { addEngine }]],
      features: [
        serviceInsightsModuleDuckdb,
        mockServices.rootConfig.factory({
          data: JSON.parse(JSON.stringify({ serviceInsights: { engines } })),
        }),
      ],
    });
    server.close();
    return addEngine.mock.calls.map(([engine]) => engine);
  }

  it('registers an engine for each that is of DuckDB', async () => {
    const table = { files: 'day=*/*.parquet', format: 'parquet' };
    const engines = await start({
      lake: { duckdb: { directory: lake.directory, tables: { 'telemetry.events': table } } },
      cloud: { athena: { region: 'eu-central-1' } },
    });
    expect(engines.map(engine => engine.name)).toEqual(['lake']);
    expect(engines[0]).toBeInstanceOf(DuckDbEngine);
    await engines[0].close();
  });

  it('does not start with a wrong configuration, and names the path', async () => {
    await expect(
      start({ lake: { duckdb: { directory: '/no/such/folder', tables: {} } } }),
    ).rejects.toThrow(
      "Invalid configuration at serviceInsights.engines.lake.duckdb.directory: there is no folder '/no/such/folder'",
    );
    await expect(
      start({ lake: { duckdb: { directory: lake.directory, tables: {}, memory: '1GB' } } }),
    ).rejects.toThrow('serviceInsights.engines.lake.duckdb: Unrecognized key: "memory"');
    const text = { files: '*.log', format: 'text', pattern: '(?<a>x){2000}' };
    await expect(
      start({ lake: { duckdb: { directory: lake.directory, tables: { 'web.log': text } } } }),
    ).rejects.toThrow("serviceInsights.engines.lake.duckdb.tables['web.log'].pattern: ");
  });
});
