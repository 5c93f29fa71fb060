import { z } from 'zod';

const id = z.string().min(1).max(128);
const workGroupName = z.string().regex(/^[a-zA-Z0-9._-]{1,128}$/);

/** Characters count here, and UTF-16 units nowhere; that it is missing is said later, with words of its own. */
const clientRequestToken = z.string().superRefine((token, context) => {
  const origin = 'string';
  const length = [...token].length;
  if (token !== '' && length < 32) {
    context.addIssue({ code: 'too_small', origin, minimum: 32, inclusive: true, input: token });
  }
  if (length > 128) {
    context.addIssue({ code: 'too_big', origin, maximum: 128, inclusive: true, input: token });
  }
});

const resultReuseByAge = z.object({
  Enabled: z.boolean(),
  MaxAgeInMinutes: z.number().int().min(0).max(10_080).optional(),
});

/**
 * What the operations take, with the constraints of the service model `athena/2017-05-18`. Members this server does not
 * use are dropped unread, as unknown members are.
 *
 * @internal
 */
export const startQueryExecutionInput = z.object({
  QueryString: z.string().min(1).max(262_144),
  ClientRequestToken: clientRequestToken.optional(),
  QueryExecutionContext: z
    .object({
      Database: z.string().min(1).max(255).optional(),
      Catalog: z.string().min(1).max(256).optional(),
    })
    .optional(),
  ResultConfiguration: z.object({ OutputLocation: z.string().optional() }).optional(),
  WorkGroup: workGroupName.optional(),
  ExecutionParameters: z.array(z.string().min(1).max(1024)).min(1).optional(),
  ResultReuseConfiguration: z
    .object({ ResultReuseByAgeConfiguration: resultReuseByAge.optional() })
    .optional(),
});

/** @internal */
export type StartQueryExecutionInput = z.infer<typeof startQueryExecutionInput>;

/** @internal */
export const queryExecutionIdInput = z.object({ QueryExecutionId: id });

/** @internal */
export const batchGetQueryExecutionInput = z.object({
  QueryExecutionIds: z.array(id).min(1).max(50),
});

/** @internal */
export const getQueryResultsInput = z.object({
  QueryExecutionId: id,
  NextToken: z.string().min(1).max(1024).optional(),
  // More than 1000 is refused later, and with other words.
  MaxResults: z.number().int().min(1).optional(),
});

/** @internal */
export const getWorkGroupInput = z.object({ WorkGroup: workGroupName });
