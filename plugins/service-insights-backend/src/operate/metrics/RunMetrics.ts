import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { RunEnd } from '../../runs/RunEnd';
import { costOf } from './costOf';

/** Durations of runs in seconds: from a small file to a lake that queues. */
const runSeconds = [0.1, 0.3, 1, 3, 10, 30, 60, 120, 300, 600, 1_800];

/** What runs are counted by. Names and units are part of the operator's guide. */
export class RunMetrics {
  readonly #runs;
  readonly #duration;
  readonly #bytesScanned;
  readonly #bytesBilled;
  readonly #cost;

  constructor(metrics: MetricsService) {
    this.#runs = metrics.createCounter('service_insights.run.count', {
      description: 'Runs that ended, by how',
      unit: '{run}',
    });
    this.#duration = metrics.createHistogram('service_insights.run.duration', {
      description: 'Time from the claim of a run to its end',
      unit: 's',
      advice: { explicitBucketBoundaries: runSeconds },
    });
    this.#bytesScanned = metrics.createCounter('service_insights.run.bytes_scanned', {
      description: 'Bytes that engines read for runs',
      unit: 'By',
    });
    this.#bytesBilled = metrics.createCounter('service_insights.run.bytes_billed', {
      description: 'Bytes that engines bill for runs',
      unit: 'By',
    });
    this.#cost = metrics.createCounter('service_insights.run.cost', {
      description: 'What runs cost',
      unit: 'USD',
    });
  }

  /** Counts a run that ended or was put back into the queue, on the replica that saw to it. */
  ended(
    dataset: string,
    engine: string,
    end: Exclude<RunEnd, { state: 'left' }>,
    durationMs: number,
  ): void {
    const of = { dataset, engine };
    const { state } = end;
    const cost = costOf(end);
    const failedAs = 'failure' in end ? { error_class: end.failure.class } : {};
    this.#runs.add(1, { ...of, state, ...failedAs });
    this.#duration.record(durationMs / 1_000, { ...of, state });
    if (cost === undefined) return;
    this.#bytesScanned.add(cost.bytesScanned, of);
    this.#bytesBilled.add(cost.bytesBilled, of);
    this.#cost.add(cost.usd, of);
  }
}
