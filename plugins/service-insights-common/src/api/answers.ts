import type { Envelope } from './envelope';
import type { InsightId } from './insightQuery';
import type { InsightData } from './insights';

/**
 * The answer to a question about one entity: its data, with the envelope. The data is null until the first day of the
 * dataset is published.
 *
 * @public
 */
export type InsightAnswer<I extends InsightId = InsightId> = {
  data: InsightData[I] | null;
  meta: Envelope;
};

/**
 * One result of a batch.
 *
 * @public
 */
export type BatchResult =
  | { status: 'ok'; answer: InsightAnswer }
  | { status: 'error'; statusCode: number; error: { name: string; message: string } };
