/**
 * What the sample data hides for the portal to show. Days count back from the story's last day: 0 is that day, 11 is
 * eleven days before it.
 *
 * @public
 */
export type Incident =
  | {
      /** A deployment that breaks one operation in one region, until the next one mends it. */
      kind: 'failing-deployment';
      service: string;
      operation: string;
      region: string;
      error: string;
      /** Share of the operation's calls that fail while it lasts. */
      failingShare: number;
      firstDaysBefore: number;
      lastDaysBefore: number;
    }
  | {
      /** An operation that becomes slow in one region, without failing. */
      kind: 'slow-operation';
      service: string;
      operation: string;
      region: string;
      slowdown: number;
      firstDaysBefore: number;
      lastDaysBefore: number;
    }
  | {
      /** A customer that calls far too much, and is told to slow down. */
      kind: 'throttled-customer';
      service: string;
      operation: string;
      region: string;
      customer: string;
      callsPerDay: number;
      throttledShare: number;
      firstDaysBefore: number;
      lastDaysBefore: number;
    }
  | {
      /** The last day on which a service is called. */
      kind: 'service-stops';
      service: string;
      lastDaysBefore: number;
    }
  | {
      /** A day without a partition: its events happened, but never reached the lake. */
      kind: 'missing-day';
      dataset: string;
      daysBefore: number;
    }
  | {
      /** A day on which the delivery repeated a share of the records. */
      kind: 'duplicate-deliveries';
      dataset: string;
      share: number;
      daysBefore: number;
    }
  | {
      /** A day on which a shipper wrote many lines that are no events. */
      kind: 'malformed-lines';
      dataset: string;
      lines: number;
      daysBefore: number;
    };
