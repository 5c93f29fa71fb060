import type {
  MetricAttributes,
  MetricOptions,
  MetricsService,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';

/** A value of a metric, with what it is of. */
export type Recorded = {
  name: string;
  unit: string | undefined;
  value: number;
  of: MetricAttributes;
};

/** A metrics service that keeps what it is told: sums of counters, every value of a histogram. */
export function recordedMetrics(): MetricsService & { collect(): Promise<Recorded[]> } {
  const kept: Recorded[] = [];
  const callbacks: {
    name: string;
    unit: string | undefined;
    call: MetricsServiceObservableCallback;
  }[] = [];
  const keep =
    (name: string, options?: MetricOptions) =>
    (value: number, of: MetricAttributes = {}) =>
      void kept.push({ name, unit: options?.unit, value, of });
  const sum =
    (name: string, options?: MetricOptions) =>
    (value: number, of: MetricAttributes = {}) => {
      const same = kept.find(one => one.name === name && sameAttributes(one.of, of));
      if (same) same.value += value;
      else keep(name, options)(value, of);
    };
  const observable = (name: string, options?: MetricOptions) => ({
    addCallback: (call: MetricsServiceObservableCallback) =>
      void callbacks.push({ name, unit: options?.unit, call }),
    removeCallback: () => {},
  });
  return {
    createCounter: (name, options) => ({ add: sum(name, options) }),
    createUpDownCounter: (name, options) => ({ add: sum(name, options) }),
    createHistogram: (name, options) => ({ record: keep(name, options) }),
    createGauge: (name, options) => ({ record: keep(name, options) }),
    createObservableCounter: observable,
    createObservableUpDownCounter: observable,
    createObservableGauge: observable,
    async collect() {
      const observed: Recorded[] = [];
      for (const { name, unit, call } of callbacks) {
        await call({ observe: (value, of = {}) => void observed.push({ name, unit, value, of }) });
      }
      return [...kept, ...observed];
    },
  };
}

function sameAttributes(a: MetricAttributes, b: MetricAttributes): boolean {
  const textOf = (of: MetricAttributes) => JSON.stringify(Object.entries(of).sort());
  return textOf(a) === textOf(b);
}
