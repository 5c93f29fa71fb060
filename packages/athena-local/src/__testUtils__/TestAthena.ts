import { createHash } from 'node:crypto';
import {
  AthenaClient,
  BatchGetQueryExecutionCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  type QueryExecution,
  type StartQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { AthenaLocal } from '../AthenaLocal';
import type { AthenaLocalOptions } from '../AthenaLocalOptions';
import { VirtualClock } from '../clock';
import { startAthenaLocal } from '../startAthenaLocal';
import { createTestLake, type TestLake } from './TestLake';

const accessKeyId = 'AKIDEXAMPLE';

/** A server with its own lake and its own time, and the real SDK pointed at it. */
export class TestAthena {
  readonly athena: AthenaClient;
  readonly s3: S3Client;

  private constructor(
    readonly lake: TestLake,
    readonly clock: VirtualClock,
    readonly server: AthenaLocal,
  ) {
    const options = {
      endpoint: server.endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId, secretAccessKey: 'secret' },
      maxAttempts: 1,
    };
    this.athena = new AthenaClient(options);
    this.s3 = new S3Client({ ...options, forcePathStyle: true });
  }

  static async start(options: Partial<AthenaLocalOptions> = {}): Promise<TestAthena> {
    const lake = await createTestLake();
    const clock = new VirtualClock(new Date('2026-03-05T00:00:00Z'));
    const server = await startAthenaLocal({
      directory: lake.directory,
      tables: lake.tables,
      workgroups: { primary: { outputLocation: 's3://results/primary/' } },
      clock,
      ...options,
    });
    return new TestAthena(lake, clock, server);
  }

  async stop(): Promise<void> {
    this.athena.destroy();
    this.s3.destroy();
    await this.server.close();
    await this.lake.remove();
  }

  async begin(input: Partial<StartQueryExecutionCommandInput> & { QueryString: string }) {
    const { QueryExecutionId } = await this.athena.send(new StartQueryExecutionCommand(input));
    if (!QueryExecutionId) throw new Error('no id');
    return QueryExecutionId;
  }

  async look(QueryExecutionId: string): Promise<QueryExecution> {
    const { QueryExecution } = await this.athena.send(
      new GetQueryExecutionCommand({ QueryExecutionId }),
    );
    if (!QueryExecution) throw new Error('no execution');
    return QueryExecution;
  }

  async cancel(QueryExecutionId: string): Promise<void> {
    await this.athena.send(new StopQueryExecutionCommand({ QueryExecutionId }));
  }

  async state(id: string): Promise<string | undefined> {
    return (await this.look(id)).Status?.State;
  }

  /** Starts a query and lets it end, however it does. */
  async finish(
    sql: string,
    input: Partial<StartQueryExecutionCommandInput> = {},
  ): Promise<QueryExecution & { id: string }> {
    const id = await this.begin({ QueryString: sql, ...input });
    await this.clock.advance(60_000);
    return { ...(await this.look(id)), id };
  }

  /** The cells of a result's page as they stand on the wire: `null` for NULL. */
  async page(QueryExecutionId: string, options: { NextToken?: string; MaxResults?: number } = {}) {
    const output = await this.athena.send(
      new GetQueryResultsCommand({ QueryExecutionId, ...options }),
    );
    const rows = (output.ResultSet?.Rows ?? []).map(row =>
      (row.Data ?? []).map(datum => datum.VarCharValue ?? null),
    );
    return { ...output, rows, columns: output.ResultSet?.ResultSetMetadata?.ColumnInfo ?? [] };
  }

  /** The rows a query gives, with its header. */
  async rows(sql: string, input: Partial<StartQueryExecutionCommandInput> = {}) {
    const execution = await this.finish(sql, input);
    if (execution.Status?.State !== 'SUCCEEDED') {
      throw new Error(execution.Status?.StateChangeReason);
    }
    return (await this.page(execution.id)).rows;
  }

  /** The text of a query's result file. */
  async file({ ResultConfiguration }: Pick<QueryExecution, 'ResultConfiguration'>, Range?: string) {
    const location = /^s3:\/\/([^/]+)\/(.+)$/.exec(ResultConfiguration?.OutputLocation ?? '');
    if (!location) throw new Error('no output location');
    const [, Bucket, Key] = location;
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket, Key, Range }));
    return Body?.transformToString();
  }

  async statuses(QueryExecutionIds: string[]) {
    return this.athena.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds }));
  }

  /** A call without the SDK, which hides what it does not like. */
  async raw(
    operation: string,
    body: unknown,
    headers: Record<string, string | undefined> = {},
  ): Promise<{ status: number; text: string; json: unknown; headers: Headers }> {
    const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const all: Record<string, string | undefined> = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonAthena.${operation}`,
      'x-amz-date': now,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${now.slice(0, 8)}/eu-central-1/athena/aws4_request, SignedHeaders=host;x-amz-date, Signature=${createHash('sha256').update(now).digest('hex')}`,
      ...headers,
    };
    const present = Object.entries(all).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] satisfies [string, string]],
    );
    const response = await fetch(this.server.endpoint, {
      method: 'POST',
      headers: Object.fromEntries(present),
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      text,
      json: isJson ? JSON.parse(text) : undefined,
      headers: response.headers,
    };
  }
}

/** What the SDK throws, as far as tests look at it. */
export async function failure(
  call: Promise<unknown>,
): Promise<{ name: string; message: string; code?: string; status?: number }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'AthenaErrorCode' in error ? String(error.AthenaErrorCode) : undefined;
    const metadata = '$metadata' in error ? error.$metadata : undefined;
    const status =
      typeof metadata === 'object' && metadata && 'httpStatusCode' in metadata
        ? Number(metadata.httpStatusCode)
        : undefined;
    return { name: error.name, message: error.message, code, status };
  }
  throw new Error('the call succeeded');
}
