import type { JsonObject } from '@backstage/types';
import {
  addDays,
  insightIds,
  type BatchRequestInput,
} from 'backstage-plugin-service-insights-common';
import { ScaledClock, startAthenaLocal, type AthenaLocal } from 'athena-local';
import { z } from 'zod';
import { writeSampleLake, type SampleLake } from './__testUtils__/sampleLake';
import { startPortal, type TestPortal } from './__testUtils__/startPortal';

jest.setTimeout(180_000); // two portals read a lake: slow where others work

/** What may differ: Athena does not tell how many lines it could not read. */
const withoutMalformed = z
  .looseObject({ completeness: z.looseObject({ malformedEvents: z.int().nullable() }) })
  .transform(({ completeness: { malformedEvents: _, ...completeness }, ...meta }) => ({
    ...meta,
    completeness,
  }));

const answered = z.strictObject({
  status: z.literal('ok'),
  answer: z.strictObject({ data: z.looseObject({}), meta: withoutMalformed }),
});

const statusesSchema = z.looseObject({
  datasets: z.array(
    z
      .looseObject({ quality: z.looseObject({ malformedEvents: z.int().nullable() }) })
      .transform(({ quality: { malformedEvents: _, ...quality }, ...status }) => ({
        ...status,
        quality,
      })),
  ),
});

const rankedSchema = z.object({ data: z.object({ services: z.array(z.json()), total: z.int() }) });

describe('a portal on Athena and a portal on the embedded engine', () => {
  let lake: SampleLake;
  let server: AthenaLocal;
  let onDuckDb: TestPortal;
  let onAthena: TestPortal;

  beforeAll(async () => {
    lake = await writeSampleLake();
    const { data, tables } = lake;
    server = await startAthenaLocal({
      directory: data,
      tables: lake.declarations,
      workgroups: {
        insights: {
          outputLocation: 's3://results/insights/',
          enforceConfiguration: true,
          bytesScannedCutoffPerQuery: 1_000_000_000,
        },
      },
      clock: new ScaledClock(100),
    });
    const { endpoint } = server;
    onDuckDb = await startPortal(configOf({ duckdb: { directory: data, tables } }), lake.services);
    onAthena = await startPortal(
      configOf({
        athena: {
          region: 'eu-central-1',
          workGroup: 'insights',
          database: 'telemetry',
          endpoint,
          s3Endpoint: endpoint,
          limits: { startsPerSecond: 20, readsPerSecond: 100 },
        },
      }),
      lake.services,
    );
    await Promise.all([onDuckDb.settled(), onAthena.settled()]);
  });

  afterAll(async () => {
    await onAthena?.stop();
    await onDuckDb?.stop();
    await server?.close();
    await lake?.close();
  });

  /** The same name, so that what names an engine is the same too. */
  function configOf(engine: JsonObject): JsonObject {
    return {
      backend: { database: { client: 'better-sqlite3', connection: ':memory:' } },
      aws: { mainAccount: { accessKeyId: 'any', secretAccessKey: 'any' } },
      serviceInsights: {
        definitions: lake.definitions,
        asOf: `${addDays(lake.lastDay, 1)}T12:00:00Z`,
        engines: { lake: engine },
      },
    };
  }

  /** Asks for whole lists: which of several customers that are alike is the last of a short one is anybody's guess. */
  function questions(): BatchRequestInput['requests'] {
    const { services, lastDay } = lake;
    const periods = [
      { range: '7d' as const },
      { range: '28d' as const },
      { range: '90d' as const },
      { from: addDays(lastDay, -9), to: addDays(lastDay, -2) },
    ];
    const regions = [undefined, ['eu-west-1'], ['us-east-1', 'ap-southeast-1']];
    return services.flatMap(service =>
      insightIds.flatMap(insight =>
        periods.flatMap(period =>
          regions.map(region => ({
            entityRef: `component:default/${service}`,
            insight,
            query: { ...period, limit: 500, ...(region && { region }) },
          })),
        ),
      ),
    );
  }

  it('give the same numbers for every service, insight, period and region', async () => {
    const asked = questions();
    const [duckDb, athena] = await Promise.all([onDuckDb.batch(asked), onAthena.batch(asked)]);
    const differing = asked.filter((_, i) => {
      const [a, b] = [duckDb[i], athena[i]].map(answer => answered.parse(answer));
      return JSON.stringify(a) !== JSON.stringify(b);
    });
    for (const question of differing.slice(0, 1)) {
      const i = asked.indexOf(question);
      expect({ question, answer: answered.parse(athena[i]) }).toEqual({
        question,
        answer: answered.parse(duckDb[i]),
      });
    }
    expect(differing).toEqual([]);
    expect(asked.length).toBe(lake.services.length * insightIds.length * 4 * 3);
  });

  it.each(['platform', 'api-requests'])('rank the services of %s alike', async dataset => {
    const path = `/v1/services?range=28d&limit=1000&dataset=${dataset}`;
    const [a, b] = await Promise.all([onDuckDb.get(path), onAthena.get(path)]);
    const ranking = rankedSchema.parse(a).data;
    expect(ranking.services.length).toBeGreaterThan(2);
    expect(rankedSchema.parse(b).data).toEqual(ranking);
  });

  it('miss the same day, and know the same last one', async () => {
    const path = '/v1/datasets';
    const [duckDb, athena] = await Promise.all([onDuckDb.get(path), onAthena.get(path)]);
    const answer = statusesSchema.parse(duckDb);
    expect(statusesSchema.parse(athena)).toEqual(answer);
    expect(answer).toMatchObject({
      refused: [],
      datasets: [
        {
          id: 'api-requests',
          dataThrough: lake.lastDay,
          days: { published: 17, missing: 1 },
          lastFailure: null,
        },
        {
          id: 'platform',
          dataThrough: lake.lastDay,
          days: { published: 18, missing: 0 },
          lastFailure: null,
        },
      ],
    });
  });

  it('read each day once: what Athena bills does not depend on questions', async () => {
    const before = server.ledger().length;
    await onAthena.batch(questions().slice(0, 100));
    expect(server.ledger()).toHaveLength(before);
    expect(before).toBeGreaterThan(0);
  });
});
