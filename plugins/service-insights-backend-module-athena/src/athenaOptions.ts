import { z } from 'zod';

const durationMs = z.int().positive();

const pricing = z
  .strictObject({
    usdPerTerabyte: z.number().nonnegative().default(5),
    terabyteBytes: z
      .int()
      .positive()
      .default(2 ** 40),
    megabyteBytes: z
      .int()
      .positive()
      .default(2 ** 20),
    minimumMegabytes: z.int().nonnegative().default(10),
  })
  .prefault({});

const limits = z
  .strictObject({
    concurrency: z.int().positive().max(200).default(10),
    maxRows: z.int().positive().default(2_000_000),
    maxResultBytes: z
      .int()
      .positive()
      .default(512 * 2 ** 20),
    queueMs: durationMs.default(10 * 60_000),
    runMs: durationMs.default(30 * 60_000),
    startsPerSecond: z.number().positive().max(20).default(5),
    readsPerSecond: z.number().positive().max(100).default(10),
  })
  .prefault({});

/** `serviceInsights.engines.<name>.athena`, checked; what each key means stands in `config.d.ts`. */
export const athenaOptionsSchema = z.strictObject({
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'must be a region as eu-west-1' }),
  accountId: z
    .string()
    .regex(/^\d{12}$/, { error: 'must be an account id of twelve digits' })
    .optional(),
  workGroup: z.string().regex(/^[a-zA-Z0-9._-]{1,128}$/, { error: 'must name a workgroup' }),
  catalog: z.string().min(1).max(256).default('AwsDataCatalog'),
  database: z.string().min(1).max(255).optional(),
  outputLocation: z
    .string()
    .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/(.*\/)?$/, {
      error: 'must be a folder as s3://bucket/prefix/, or be left out',
    })
    .optional(),
  resultReuseMinutes: z.int().min(0).max(10_080).default(0),
  readLargeResultsFromS3: z.boolean().default(true),
  pricing,
  limits,
  endpoint: z.url().optional(),
  s3Endpoint: z.url().optional(),
});

/** The options of one Athena engine. */
export type AthenaOptions = z.output<typeof athenaOptionsSchema>;
