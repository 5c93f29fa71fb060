import { z } from 'zod';

/** What is used of Athena's responses. A response without it is taken for a failure of the transport. */
export const startedSchema = z.object({ QueryExecutionId: z.string().min(1).max(128) });

const execution = z.object({
  QueryExecutionId: z.string().min(1),
  StatementType: z.string().optional(),
  ResultConfiguration: z.object({ OutputLocation: z.string().optional() }).optional(),
  Status: z.object({
    State: z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
    StateChangeReason: z.string().optional(),
    AthenaError: z
      .object({
        ErrorCategory: z.int().optional(),
        ErrorType: z.int().optional(),
        Retryable: z.boolean().optional(),
      })
      .optional(),
  }),
  Statistics: z
    .object({
      DataScannedInBytes: z.int().nonnegative().optional(),
      QueryQueueTimeInMillis: z.int().nonnegative().optional(),
      TotalExecutionTimeInMillis: z.int().nonnegative().optional(),
      ResultReuseInformation: z.object({ ReusedPreviousResult: z.boolean() }).optional(),
    })
    .optional(),
});

/** One query as Athena describes it. */
export type QueryExecution = z.infer<typeof execution>;

export const executionsSchema = z.object({
  QueryExecutions: z.array(execution),
  UnprocessedQueryExecutionIds: z
    .array(z.object({ QueryExecutionId: z.string(), ErrorCode: z.string().optional() }))
    .default([]),
});

/** Some queries, and the ids Athena said nothing about. */
export type QueryExecutions = z.infer<typeof executionsSchema>;

export const resultPageSchema = z.object({
  NextToken: z.string().min(1).optional(),
  ResultSet: z.object({
    Rows: z.array(z.object({ Data: z.array(z.object({ VarCharValue: z.string().optional() })) })),
    ResultSetMetadata: z.object({
      ColumnInfo: z.array(z.object({ Name: z.string(), Type: z.string() })).min(1),
    }),
  }),
});

/** One page of a result: at most a thousand rows, a header row counted. */
export type ResultPage = z.infer<typeof resultPageSchema>;

export const workGroupSchema = z.object({
  WorkGroup: z.object({
    State: z.enum(['ENABLED', 'DISABLED']),
    Configuration: z
      .object({
        ResultConfiguration: z.object({ OutputLocation: z.string().optional() }).optional(),
        ManagedQueryResultsConfiguration: z.object({ Enabled: z.boolean() }).optional(),
        EnforceWorkGroupConfiguration: z.boolean().optional(),
        BytesScannedCutoffPerQuery: z.int().positive().optional(),
      })
      .optional(),
  }),
});

/** The workgroup as far as it decides how queries run. */
export type WorkGroup = z.infer<typeof workGroupSchema>['WorkGroup'];
