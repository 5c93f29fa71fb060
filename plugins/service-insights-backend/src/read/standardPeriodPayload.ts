import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { insightIds, type Day, type InsightId } from 'backstage-plugin-service-insights-common';
import { z } from 'zod';

/** What an answer's envelope and subject say of the service, whichever insight is asked for. */
export type AnswerFacts = {
  calls: number;
  /** Whether names are left out because there are few customers. */
  fewCustomers: boolean;
  lastEventDay: Day | null;
  /** The regions with calls in the period. */
  regions: string[];
};

/** The answers of one service and standard period, each as JSON text without its subject. */
export type StandardPeriodPayload = { facts: AnswerFacts; bodies: Record<InsightId, string> };

const count = z.int();
const factsSchema: z.ZodType<AnswerFacts> = z.strictObject({
  calls: count,
  fewCustomers: z.boolean(),
  lastEventDay: z.custom<Day>(value => typeof value === 'string').nullable(),
  regions: z.array(z.string()),
});

/**
 * Packs the answers of a standard period. Each is packed by itself, because most reads want one.
 */
export function encodeStandardPeriod(payload: StandardPeriodPayload): Buffer {
  const parts = [
    Buffer.from(JSON.stringify(payload.facts)),
    ...insightIds.map(insight => deflateRawSync(payload.bodies[insight])),
  ];
  const lengths = Buffer.alloc(4 * parts.length);
  parts.forEach((part, i) => lengths.writeUInt32LE(part.length, 4 * i));
  return Buffer.concat([lengths, ...parts]);
}

/** The facts of what {@link encodeStandardPeriod} packed. */
export function decodeStandardFacts(payload: Buffer): AnswerFacts {
  return factsSchema.parse(JSON.parse(part(payload, 0).toString()));
}

/** One insight's body of what {@link encodeStandardPeriod} packed: JSON text. */
export function decodeStandardBody(payload: Buffer, insight: InsightId): string {
  return inflateRawSync(part(payload, 1 + insightIds.indexOf(insight))).toString();
}

function part(payload: Buffer, index: number): Buffer {
  let start = 4 * (1 + insightIds.length);
  for (let i = 0; i < index; i++) start += payload.readUInt32LE(4 * i);
  return payload.subarray(start, start + payload.readUInt32LE(4 * index));
}
