import type { ServiceDay } from './ServiceDay';

/** What a run found of one dataset and day, with customers by their numbers in a `CustomerDictionary`. */
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

/** A service's day before it is packed. */
export type RolledUpService = Pick<
  ServiceDay,
  'service' | 'region' | 'cells' | 'durations' | 'hours'
> & { customers: CustomerColumns };

/** Customers' days column by column, the same place in each being the same customer. */
export type CustomerColumns = {
  /** Who: numbers in a dictionary, or ids. */
  customers: number[];
  calls: number[];
  failedCalls: number[];
  callerFaults: number[];
};
