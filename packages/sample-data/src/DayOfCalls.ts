import { startOfDay, type Day } from 'backstage-plugin-service-insights-common';
import type { Cast } from './Cast';
import { incidentsOn, type IncidentsOfDay } from './incidentsOn';
import { outcomeOf, throttled, type Ending } from './outcomeOf';
import { otherRegionShare, pick, type Caller } from './Population';
import { randomFor, type Random } from './random';
import type { SampleEvent } from './SampleEvent';
import type { OperationProfile, ServiceProfile } from './ServiceProfile';
import { dayIndexOf } from './storyDays';

const dayMs = 86_400_000;

/** Calls by local hour, midnight first, relative to each other. */
const hourWeights = [
  2, 1, 1, 1, 1, 2, 4, 7, 11, 14, 15, 14, 12, 13, 15, 15, 14, 13, 11, 10, 9, 7, 5, 3,
];
const hours = hourWeights.map((share, hour) => ({ share, hour }));

const faultKinds = [
  { share: 0.38, kind: 'latency' },
  { share: 0.24, kind: 'abort' },
  { share: 0.17, kind: 'cpu-stress' },
  { share: 0.12, kind: 'network-partition' },
  { share: 0.09, kind: 'disk-fill' },
];

const onTime = [0] as const;
const aDayLate = [1] as const;

type Call = {
  atMs: number;
  customer: string;
  region: string;
  traceId: string;
};

/** Plays a day: lets everybody call whom they call, and writes down what the services log. */
export class DayOfCalls {
  readonly events: SampleEvent[] = [];
  readonly #random: Random;
  readonly #index: number;
  readonly #startMs: number;
  readonly #isWeekend: boolean;
  readonly #incidents: IncidentsOfDay;
  readonly #services: ReadonlyMap<string, ServiceProfile>;

  constructor(
    private readonly cast: Cast,
    private readonly day: Day,
  ) {
    this.#random = randomFor(cast.story.seed, cast.dataset.id, 'day', day);
    this.#index = dayIndexOf(cast.story, day);
    this.#startMs = startOfDay(day);
    this.#isWeekend = [0, 6].includes(new Date(this.#startMs).getUTCDay());
    this.#incidents = incidentsOn(cast.story, cast.dataset, day);
    this.#services = new Map(cast.dataset.services.map(service => [service.name, service]));
  }

  /** The direct calls of a service by all its callers. */
  callService(service: ServiceProfile): void {
    if (this.#incidents.stopped.has(service.name)) return;
    const weekend = this.#isWeekend ? Math.sqrt(service.weekend) : 1;
    const growth = 1 + ((service.growth - 1) * Math.min(this.#index, 200)) / 100;
    for (const caller of this.cast.population.get(service.name) ?? []) {
      if (!caller.spells.some(({ from, to }) => from <= this.#index && this.#index <= to)) continue;
      if (this.#random.next() >= Math.min(1, caller.activeShare * weekend)) continue;
      const calls = this.#random.poisson(caller.callsPerActiveDay * weekend * growth);
      for (let i = 0; i < calls; i += 1) {
        const operation = this.#pickOperation(service, caller);
        this.#call(service, operation, this.#beginCall(caller));
      }
    }
  }

  /** The calls of customers that call far too much today. */
  callTooMuch(): void {
    for (const incident of this.#incidents.throttledCustomers) {
      const service = this.#services.get(incident.service);
      const operation = service?.operations.find(({ name }) => name === incident.operation);
      const region = this.cast.story.regions.find(({ name }) => name === incident.region);
      if (service === undefined || operation === undefined || region === undefined) continue;
      const calls = this.#random.poisson(incident.callsPerDay);
      for (let i = 0; i < calls; i += 1) {
        const call = this.#beginCall({ customer: incident.customer, region, otherRegion: region });
        const isThrottled = this.#random.next() < incident.throttledShare;
        this.#call(service, operation, call, isThrottled ? throttled : undefined);
      }
    }
  }

  /** A service's own team calls the operation it watches; a customer any of them. */
  #pickOperation(service: ServiceProfile, caller: Caller): OperationProfile {
    const [first, second] = service.operations;
    const isTrial =
      service.audience.kind === 'monitor' && caller.customer !== service.audience.customer;
    if (isTrial && first !== undefined && second !== undefined) {
      return this.#random.next() < 0.5 ? first : second;
    }
    return pick(service.operations, this.#random);
  }

  #beginCall(caller: Pick<Caller, 'customer' | 'region' | 'otherRegion'>): Call {
    const random = this.#random;
    const region = random.next() < otherRegionShare ? caller.otherRegion : caller.region;
    const localHour = pick(hours, random).hour + random.next();
    const utcHour = (localHour - region.utcOffsetHours + 24) % 24;
    return {
      atMs: this.#startMs + Math.floor(utcHour * 3_600_000),
      customer: caller.customer,
      region: region.name,
      traceId: hex(random) + hex(random) + hex(random) + hex(random),
    };
  }

  /** Logs a call, and those that the service makes in turn. */
  #call(service: ServiceProfile, operation: OperationProfile, call: Call, ending?: Ending): void {
    const random = this.#random;
    const place = { service: service.name, operation: operation.name, region: call.region };
    const { outcome, error, httpStatus } =
      ending ?? outcomeOf(operation, this.#incidents.failing(place), random);
    const durationMs = this.#durationOf(operation, { outcome, error, httpStatus }, place);
    this.events.push({
      eventId: hex(random) + hex(random) + hex(random),
      atMs: call.atMs,
      day: this.day,
      service: service.name,
      region: call.region,
      customer: call.customer,
      operation: operation.name,
      outcome,
      httpStatus,
      error,
      faultKind: operation.injectsFault ? pick(faultKinds, random).kind : undefined,
      durationMs,
      traceId: call.traceId,
      appVersion: this.cast.versions.get(service.name)?.get(this.day) ?? '0.0.0',
      bytes: Math.round(operation.bytes * (outcome === 'ok' ? 0.5 + random.next() : 0.1)),
      deliveredAfterDays: this.#deliveries(),
    });
    if (outcome === 'ok') this.#followUp(operation, call, durationMs);
  }

  #followUp(operation: OperationProfile, call: Call, durationMs: number): void {
    const lastMs = this.#startMs + dayMs - 1;
    let atMs = call.atMs;
    for (const next of operation.then ?? []) {
      if (this.#random.next() >= next.share) continue;
      const service = this.#services.get(next.service);
      const target = service?.operations.find(({ name }) => name === next.operation);
      if (service === undefined || target === undefined) continue;
      // Within the same day, so that a day can be generated without the day before it.
      atMs = Math.min(lastMs, atMs + 1 + Math.floor(durationMs / 4));
      this.#call(service, target, { ...call, atMs });
    }
  }

  #durationOf(
    operation: OperationProfile,
    ending: Ending,
    place: { service: string; operation: string; region: string },
  ): number {
    const random = this.#random;
    if (ending.outcome === 'throttled') return round(1 + 2 * random.next());
    if (ending.error === 'TimeoutException') return round(5_000 + 200 * random.next());
    const typical = operation.medianMs * Math.exp(0.55 * random.normal());
    return round(typical * this.#incidents.slowdown(place));
  }

  #deliveries(): readonly number[] {
    const { lateShare, duplicateShare } = this.cast.dataset;
    const random = this.#random;
    const first = random.next() < lateShare ? 1 : 0;
    const isDuplicate = random.next() < duplicateShare + this.#incidents.duplicateShare;
    if (!isDuplicate) return first === 0 ? onTime : aDayLate;
    return [first, random.next() < 0.3 ? 1 : first];
  }
}

function round(ms: number): number {
  return Math.max(0.1, Math.round(ms * 10) / 10);
}

/** The hexadecimal form of each 16 bits: number formatting would take half of the generator's time. */
const hexOf16Bits = Array.from({ length: 65_536 }, (_, bits) => bits.toString(16).padStart(4, '0'));

function hex(random: Random): string {
  const bits = random.bits();
  return `${hexOf16Bits[bits >>> 16]}${hexOf16Bits[bits & 0xffff]}`;
}
