import type { Day } from 'backstage-plugin-service-insights-common';
import type { RunState } from '../runs/transitions';

/** Row types of the tables in `migrations/`; what each is for stands there. PostgreSQL gives bigint columns as text. */
type BigInteger = number | string;

export type DatasetRow = {
  dataset_id: string;
  active_version: number | null;
  revision: number;
  planned_at: BigInteger | null;
  breaker_reset_at: BigInteger | null;
  days_behind: number;
};

export type RunRow = {
  id: string;
  dataset_id: string;
  version: number;
  source: string;
  day: Day;
  attempt: number;
  state: RunState;
  token: string;
  engine_run_id: string | null;
  lease_owner: string | null;
  lease_until: BigInteger | null;
  fence: number;
  due_at: BigInteger;
  bytes_scanned: BigInteger | null;
  bytes_billed: BigInteger | null;
  usd: number | null;
  result_rows: number | null;
  error_class: string | null;
  error_code: string | null;
  error_message: string | null;
  source_version: string | null;
  statement: string | null;
  /** SQLite gives 0 or 1. */
  may_be_started: boolean | number;
  created_at: BigInteger;
  started_at: BigInteger | null;
  finished_at: BigInteger | null;
  reserved_nanousd: BigInteger;
  budget_day: Day | null;
};

/** `complete`: counted. `open`: published before its lag was over, drawn hollow. `empty`: no event, so missing. */
export type DatasetDayState = 'complete' | 'open' | 'empty';

export type DatasetDayRow = {
  dataset_id: string;
  version: number;
  source: string;
  day: Day;
  state: DatasetDayState;
  run_id: string;
  calls: BigInteger;
  result_rows: number;
  bytes_scanned: BigInteger;
  malformed_events: number | null;
  duplicate_events: BigInteger;
  unmapped_events: BigInteger;
  services: number | null;
  suspicion: string | null;
  finding: string | null;
  checksum: string;
  source_version: string | null;
  read_version: number | null;
  published_at: BigInteger;
};

export type ServiceDayRow = {
  id: number;
  dataset_id: string;
  version: number;
  service: string;
  day: Day;
  region: string;
  source: string;
  calls: BigInteger;
  service_faults: BigInteger;
  caller_faults: BigInteger;
  throttled: BigInteger;
  customers: number;
};

export type ServiceDayPayloadRow = { service_day_id: number; payload: Buffer };

export type CustomerRow = { id: number; dataset_id: string; key: string; seen_month: string };

export type ErasureRow = {
  dataset_id: string;
  key_hash: string;
  customer_id: number | null;
  erased_at: BigInteger;
};

export type ServiceCustomersRow = {
  dataset_id: string;
  version: number;
  service: string;
  region: string;
  revision: number;
  through_day: Day;
  payload: Buffer;
};

export type ServicePeriodRow = {
  dataset_id: string;
  version: number;
  service: string;
  period: string;
  revision: number;
  data_through: Day;
  calls: BigInteger;
  previous_calls: BigInteger | null;
  service_faults: BigInteger;
  failure_rate: number | null;
  active_customers: number;
  payload: Buffer;
};

export type BudgetRow = {
  scope: string;
  span: string;
  spent_nanousd: BigInteger;
  reserved_nanousd: BigInteger;
};

export type BudgetRefusalRow = {
  dataset_id: string;
  source: string;
  estimate_nanousd: BigInteger | null;
};

export type PauseRow = {
  target: string;
  reason: string;
  paused_by: string;
  paused_at: BigInteger;
  until: BigInteger | null;
};
