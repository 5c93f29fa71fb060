import { z } from 'zod';

/** A named place in the code of a replica, and what happens to it there. */
const trap = z.strictObject({
  point: z.string(),
  signal: z.enum(['SIGKILL', 'SIGSTOP']),
});

/** A way to break the protocol on purpose: the checker must notice. */
const sabotage = z.enum(['no-fence', 'random-token', 'process-clock']);

/** What a replica is told when it starts. */
export const replicaOrdersSchema = z.strictObject({
  name: z.string(),
  connectionString: z.string(),
  endpoint: z.string(),
  datasets: z.array(z.unknown()),
  leaseMs: z.number(),
  /** By how much the portal's clock is ahead of the machine's. */
  shiftMs: z.number(),
  /** By how much this replica's clock is wrong. */
  jumpMs: z.number(),
  /** Pauses between attempts are this much shorter than the product's. */
  hurry: z.number(),
  concurrency: z.number(),
  trap: trap.optional(),
  sabotage: sabotage.optional(),
});

/** What a running replica is told. */
export const replicaMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('clock'), shiftMs: z.number(), jumpMs: z.number() }),
  z.strictObject({ kind: z.literal('sample') }),
]);

/** What a replica says of itself. */
export const replicaReportSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  /** A named point, the first time it is passed. */
  z.strictObject({ kind: z.literal('passed'), point: z.string() }),
  z.strictObject({
    kind: z.literal('sample'),
    rssBytes: z.number(),
    heapBytes: z.number(),
    /** Of the heap, what is compiled code. */
    codeBytes: z.number(),
    externalBytes: z.number(),
    handles: z.number(),
  }),
]);

export type Trap = z.infer<typeof trap>;
export type Sabotage = z.infer<typeof sabotage>;
export type ReplicaOrders = z.infer<typeof replicaOrdersSchema>;
export type ReplicaMessage = z.infer<typeof replicaMessageSchema>;
export type ReplicaReport = z.infer<typeof replicaReportSchema>;
