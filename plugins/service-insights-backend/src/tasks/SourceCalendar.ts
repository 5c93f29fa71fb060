import { addDays, type Day } from 'backstage-plugin-service-insights-common';
import {
  EngineError,
  type Engine,
  type SourceDaysRequest,
} from 'backstage-plugin-service-insights-node';
import type { DatasetSource, LoadedDataset } from '../definitions/LoadedDataset';
import { partitionValue } from '../plan/partitionValue';
import { withDeadline } from '../withDeadline';

/** The state of each day's data; nothing when the engine cannot tell. */
export type SourceDays = ReadonlyMap<Day, string> | undefined;

type Asked = { sinceMs: number; isAnswered: boolean; answer: Promise<SourceDays> };

/** So long one plan waits for an engine: the others of a tick are not held up. */
const usualPatienceMs = 10_000;

/** After this long an answer is not waited for any more, and asked for anew. */
const hopelessMs = 600_000;

/**
 * Asks engines which days of a source hold data, and in which state. A question that takes longer than a plan waits
 * goes on by itself: whoever asks the same next waits for it, or gets its answer, so that a slow lake is planned a tick
 * later and never asked twice at once.
 */
export class SourceCalendar {
  readonly #engines: ReadonlyMap<string, Engine>;
  readonly #patienceMs: number;
  readonly #asked = new Map<string, Asked>();

  constructor(engines: ReadonlyMap<string, Engine>, patienceMs = usualPatienceMs) {
    this.#engines = engines;
    this.#patienceMs = patienceMs;
  }

  /**
   * The state of each day's data, of all partitions its events may be in.
   *
   * @throws when the engine does not answer now
   */
  async daysOf(
    { definition }: LoadedDataset,
    source: DatasetSource,
    { from, today }: { from: Day; today: Day },
  ): Promise<SourceDays> {
    const { column, format, lateDays } = definition.time.partition;
    const engine = this.#engines.get(source.engine);
    if (engine?.sourceDays === undefined) return undefined;
    const to = addDays(today, lateDays);
    const key = JSON.stringify([engine.name, source.table, column, format, from, to]);
    const partitions = await this.#ask(key, () =>
      sourceDaysOf(engine, {
        table: source.table,
        partition: { column, valueOf: day => partitionValue(format, day) },
        from,
        to,
      }),
    );
    return partitions && daysOfPartitions(partitions, lateDays);
  }

  async #ask(key: string, question: () => Promise<SourceDays>): Promise<SourceDays> {
    const known = this.#asked.get(key);
    const isHopeless = known !== undefined && performance.now() - known.sinceMs > hopelessMs;
    const asked = known === undefined || isHopeless ? this.#begin(key, question) : known;
    try {
      return await withDeadline(asked.answer, this.#patienceMs);
    } finally {
      if (asked.isAnswered && this.#asked.get(key) === asked) this.#asked.delete(key);
    }
  }

  #begin(key: string, question: () => Promise<SourceDays>): Asked {
    const answer = question();
    const asked: Asked = { sinceMs: performance.now(), isAnswered: false, answer };
    const answered = () => {
      asked.isAnswered = true;
    };
    answer.then(answered, answered);
    this.#asked.set(key, asked);
    return asked;
  }
}

/** An engine that may not be asked is planned for as one that cannot tell: its runs say what is wrong. */
async function sourceDaysOf(engine: Engine, request: SourceDaysRequest): Promise<SourceDays> {
  try {
    return await engine.sourceDays?.(request);
  } catch (error) {
    const isPassing =
      !(error instanceof EngineError) || ['transient', 'throttled'].includes(error.class);
    if (isPassing) throw error;
    return undefined;
  }
}

/** A day's events are in its own partition and in some later ones: it is another when any of them is. */
function daysOfPartitions(
  partitions: ReadonlyMap<Day, string>,
  lateDays: number,
): ReadonlyMap<Day, string> {
  if (lateDays === 0) return partitions;
  const partitionsOf = (day: Day) =>
    Array.from({ length: lateDays + 1 }, (_, late) => addDays(day, late));
  const days = new Set(
    [...partitions.keys()].flatMap(day =>
      Array.from({ length: lateDays + 1 }, (_, late) => addDays(day, -late)),
    ),
  );
  return new Map(
    [...days].map(day => [
      day,
      partitionsOf(day)
        .map(partition => partitions.get(partition) ?? '')
        .join(' '),
    ]),
  );
}
