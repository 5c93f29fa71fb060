import type { ServiceDay } from './ServiceDay';

/** What a run found of one dataset and day, with customers still by their keys as the lake has them. */
export type RolledUpDay = {
  /** One per service and region. */
  services: RolledUpService[];
  calls: number;
  duplicateEvents: number;
  /** Events without a service. */
  unmappedEvents: number;
  /** Rows the engine gave. */
  resultRows: number;
};

/** A service's day before its customers are interned. */
export type RolledUpService = Pick<
  ServiceDay,
  'service' | 'region' | 'cells' | 'durations' | 'hours'
> & { customers: KeyedCustomer[] };

/** One customer's day, by key. */
export type KeyedCustomer = {
  key: string;
  calls: number;
  failedCalls: number;
  callerFaults: number;
};
