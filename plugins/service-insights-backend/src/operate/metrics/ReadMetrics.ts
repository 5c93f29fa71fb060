import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { EnvelopeStatus } from 'backstage-plugin-service-insights-common';

/** Durations of reads in seconds. */
const readSeconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** How a read ended: with the state of what it showed, or not at all. */
export type ReadStatus = EnvelopeStatus | 'refused' | 'error';

/** What reads are counted by. */
export class ReadMetrics {
  readonly #reads;
  readonly #duration;

  constructor(metrics: MetricsService) {
    this.#reads = metrics.createCounter('service_insights.read.count', {
      description: 'Questions that were answered, by insight and by the status of the envelope',
      unit: '{read}',
    });
    this.#duration = metrics.createHistogram('service_insights.read.duration', {
      description: 'Time to answer a call, whatever number of questions it has',
      unit: 's',
      advice: { explicitBucketBoundaries: readSeconds },
    });
  }

  answered(insight: string, status: ReadStatus): void {
    this.#reads.add(1, { insight, status });
  }

  called(kind: string, durationMs: number): void {
    this.#duration.record(durationMs / 1_000, { kind });
  }
}
