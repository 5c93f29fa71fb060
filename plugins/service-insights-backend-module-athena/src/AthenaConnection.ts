import {
  AthenaClient,
  BatchGetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { AwsCredentialsManager } from '@backstage/integration-aws-node';
import { EngineError } from 'backstage-plugin-service-insights-node';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { AthenaOptions } from './athenaOptions';
import { describeCallFailure, isExpired } from './describeCallFailure';
import {
  executionsSchema,
  resultPageSchema,
  startedSchema,
  workGroupSchema,
  type QueryExecutions,
  type ResultPage,
  type WorkGroup,
} from './responses';
import type { TokenBucket } from './TokenBucket';

/** The SDK's own retries are for blips only: what lasts longer is the business of whoever plans runs. */
const maxAttempts = 3;
const connectionTimeoutMs = 3_000;

/** How long an answer is waited for, and how long all attempts of one call may take: the SDK by itself waits for ever. */
export type CallPatience = { requestMs: number; callMs: number };

const usualPatience: CallPatience = { requestMs: 15_000, callMs: 60_000 };

const partOfFileSchema = z.object({ ContentRange: z.string().regex(/^bytes 0-0\/\d+$/) });

const readableSchema = z.instanceof(Readable, { error: 'must be a stream' });

type Clients = { athena: AthenaClient; s3: S3Client };

/** The calls an engine shares with the other engines of its account and region. */
export type CallBuckets = { starts: TokenBucket; reads: TokenBucket };

/**
 * Athena's API as far as it is used: every call has a deadline, every response is checked against its schema, and every
 * failure is an {@link EngineError}.
 */
export class AthenaConnection {
  readonly #options: AthenaOptions;
  readonly #credentials: AwsCredentialsManager;
  readonly #buckets: CallBuckets;
  readonly #patience: CallPatience;
  #clients: Promise<Clients> | undefined;

  constructor(
    options: AthenaOptions,
    credentials: AwsCredentialsManager,
    buckets: CallBuckets,
    patience = usualPatience,
  ) {
    this.#options = options;
    this.#credentials = credentials;
    this.#buckets = buckets;
    this.#patience = patience;
  }

  async start(input: StartQueryExecutionCommandInput): Promise<string> {
    await this.#buckets.starts.take();
    const started = await this.#call(startedSchema, ({ athena }, abortSignal) =>
      athena.send(new StartQueryExecutionCommand(input), { abortSignal }),
    );
    return started.QueryExecutionId;
  }

  /** @param ids - fifty at most */
  async executions(ids: readonly string[]): Promise<QueryExecutions> {
    await this.#buckets.reads.take();
    return this.#call(executionsSchema, ({ athena }, abortSignal) =>
      athena.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: [...ids] }), {
        abortSignal,
      }),
    );
  }

  async resultPage(id: string, nextToken: string | undefined): Promise<ResultPage> {
    await this.#buckets.reads.take();
    return this.#call(resultPageSchema, ({ athena }, abortSignal) =>
      athena.send(
        new GetQueryResultsCommand({
          QueryExecutionId: id,
          NextToken: nextToken,
          MaxResults: 1000,
        }),
        { abortSignal },
      ),
    );
  }

  async stop(id: string): Promise<void> {
    await this.#buckets.starts.take();
    await this.#call(z.unknown(), ({ athena }, abortSignal) =>
      athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }), { abortSignal }),
    );
  }

  async workGroup(): Promise<WorkGroup> {
    const answer = await this.#call(workGroupSchema, ({ athena }, abortSignal) =>
      athena.send(new GetWorkGroupCommand({ WorkGroup: this.#options.workGroup }), { abortSignal }),
    );
    return answer.WorkGroup;
  }

  /**
   * A result file, as a stream that the caller must consume or destroy, and how many bytes it must give. The length is
   * asked for in a call of its own, so that half a file cannot pass for a whole one.
   */
  async resultFile(location: string): Promise<{ stream: Readable; bytes: number }> {
    const { hostname: Bucket, pathname } = new URL(location);
    const object = { Bucket, Key: decodeURIComponent(pathname.slice(1)) };
    const { ContentRange } = await this.#call(partOfFileSchema, async ({ s3 }, abortSignal) => {
      const part = await s3.send(new GetObjectCommand({ ...object, Range: 'bytes=0-0' }), {
        abortSignal,
      });
      if (part.Body instanceof Readable) part.Body.destroy();
      return part;
    });
    const stream = await this.#call(readableSchema, async ({ s3 }, abortSignal) => {
      const whole = await s3.send(new GetObjectCommand(object), { abortSignal });
      return whole.Body;
    });
    return { stream, bytes: Number(ContentRange.split('/')[1]) };
  }

  async close(): Promise<void> {
    const clients = await this.#clients?.catch(() => undefined);
    clients?.athena.destroy();
    clients?.s3.destroy();
    this.#clients = undefined;
  }

  async #call<T>(
    schema: z.ZodType<T>,
    send: (clients: Clients, signal: AbortSignal) => Promise<unknown>,
  ): Promise<T> {
    let response: unknown;
    try {
      response = await this.#send(send);
    } catch (error) {
      throw new EngineError(describeCallFailure(error), error);
    }
    // The SDK takes any 200 for success, an empty body included.
    const checked = schema.safeParse(response);
    if (checked.success) return checked.data;
    throw new EngineError(
      {
        class: 'transient',
        code: 'INVALID_RESPONSE',
        message: 'The engine could not be reached, or did not answer properly.',
      },
      checked.error,
    );
  }

  async #send(send: (clients: Clients, signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
    const clients = this.#connected();
    try {
      return await send(await clients, this.#deadline());
    } catch (error) {
      if (!isExpired(error)) throw error;
      // A client keeps the credentials it has; only a new one asks its provider again.
      if (this.#clients === clients) this.#clients = undefined;
      return send(await this.#connected(), this.#deadline());
    }
  }

  #deadline(): AbortSignal {
    return AbortSignal.timeout(this.#patience.callMs);
  }

  #connected(): Promise<Clients> {
    this.#clients ??= this.#connect().catch(error => {
      this.#clients = undefined;
      throw error;
    });
    return this.#clients;
  }

  async #connect(): Promise<Clients> {
    const { region, accountId, endpoint, s3Endpoint } = this.#options;
    const { sdkCredentialProvider } = await this.#credentials.getCredentialProvider({ accountId });
    const shared = {
      region,
      maxAttempts,
      credentials: sdkCredentialProvider,
      customUserAgent: 'backstage-plugin-service-insights',
      requestHandler: new NodeHttpHandler({
        connectionTimeout: connectionTimeoutMs,
        requestTimeout: this.#patience.requestMs,
        throwOnRequestTimeout: true,
      }),
    };
    return {
      athena: new AthenaClient({ ...shared, endpoint }),
      s3: new S3Client({
        ...shared,
        endpoint: s3Endpoint,
        forcePathStyle: s3Endpoint !== undefined,
      }),
    };
  }
}
