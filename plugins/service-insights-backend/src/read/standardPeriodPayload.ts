import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { insightIds, type Day, type InsightId } from 'backstage-plugin-service-insights-common';
import { z } from 'zod';
import { portfolioFactsSchema, type PortfolioFacts } from './portfolioFacts';

/** What an answer's envelope and subject say of the service, whichever insight is asked for. */
export type AnswerFacts = {
  calls: number;
  /** Whether names are left out because there are few customers. */
  fewCustomers: boolean;
  lastEventDay: Day | null;
  /** The regions with calls in the period. */
  regions: string[];
  /** The operations with calls in the period, most called first. */
  operations: string[];
};

/** The answers of one service and standard period, each as JSON text without its subject. */
export type StandardPeriodPayload = {
  facts: AnswerFacts;
  portfolio: PortfolioFacts;
  bodies: Record<InsightId, string>;
};

/**
 * Says how a payload is laid out, and by which rules it was computed: raised when either changes. What begins otherwise
 * was written by another release, and is computed anew.
 */
const layout = 0xff5e0003;

const count = z.int();
const factsSchema: z.ZodType<AnswerFacts> = z.strictObject({
  calls: count,
  fewCustomers: z.boolean(),
  lastEventDay: z.custom<Day>(value => typeof value === 'string').nullable(),
  regions: z.array(z.string()),
  operations: z.array(z.string()),
});

/** What the row that marks a whole revision holds, and every payload begins with. */
export const layoutMark = Buffer.alloc(4);
layoutMark.writeUInt32LE(layout);

/** Whether a payload, or a mark, is of this release's layout. */
export function isReadable(payload: Buffer): boolean {
  return payload.length >= 4 && payload.readUInt32LE(0) === layout;
}

/**
 * Packs the answers of a standard period. Each is packed by itself, because most reads want one.
 */
export function encodeStandardPeriod({ facts, portfolio, bodies }: StandardPeriodPayload): Buffer {
  const parts = [
    Buffer.from(JSON.stringify(facts)),
    Buffer.from(JSON.stringify(portfolio)),
    ...insightIds.map(insight => deflateRawSync(bodies[insight])),
  ];
  const lengths = Buffer.alloc(4 * parts.length);
  parts.forEach(({ length }, i) => lengths.writeUInt32LE(length, 4 * i));
  return Buffer.concat([layoutMark, lengths, ...parts]);
}

/** The facts of what {@link encodeStandardPeriod} packed. */
export function decodeStandardFacts(payload: Buffer): AnswerFacts {
  return factsSchema.parse(JSON.parse(part(payload, 0).toString()));
}

/** What a portfolio shows of what {@link encodeStandardPeriod} packed. */
export function decodePortfolioFacts(payload: Buffer): PortfolioFacts {
  return portfolioFactsSchema.parse(JSON.parse(part(payload, 1).toString()));
}

/** One insight's body of what {@link encodeStandardPeriod} packed: JSON text. */
export function decodeStandardBody(payload: Buffer, insight: InsightId): string {
  return inflateRawSync(part(payload, 2 + insightIds.indexOf(insight))).toString();
}

function part(payload: Buffer, index: number): Buffer {
  let start = 4 * (3 + insightIds.length);
  for (let i = 0; i < index; i++) start += payload.readUInt32LE(4 * (i + 1));
  return payload.subarray(start, start + payload.readUInt32LE(4 * (index + 1)));
}
