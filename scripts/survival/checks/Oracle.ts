import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

/** What a service's day must come to. */
export type ExpectedServiceDay = {
  service: string;
  day: string;
  calls: number;
  service_faults: number;
  caller_faults: number;
  throttled: number;
  customers: number;
};

/** Reads the lake's files by itself, with SQL of its own. */
export class Oracle {
  readonly #connection: DuckDBConnection;
  readonly #directory: string;

  private constructor(connection: DuckDBConnection, directory: string) {
    this.#connection = connection;
    this.#directory = directory;
  }

  static async open(directory: string): Promise<Oracle> {
    const instance = await DuckDBInstance.create();
    return new Oracle(await instance.connect(), directory);
  }

  async expected(from: string, to: string): Promise<ExpectedServiceDay[]> {
    const files = join(this.#directory, 'events/day=*/*.json');
    const result = await this.#connection.runAndReadAll(
      `WITH events AS (
         SELECT DISTINCT event_id, service, customer, status, CAST(day AS varchar) AS day
         FROM read_json('${files}', format = 'newline_delimited', hive_partitioning = true, hive_types_autocast = false,
           columns = {event_id: 'varchar', service: 'varchar', customer: 'varchar', status: 'bigint'})
         WHERE day BETWEEN '${from}' AND '${to}'
       )
       SELECT service, day, count(*) AS calls,
         count(*) FILTER (status >= 500) AS service_faults,
         count(*) FILTER (status >= 400 AND status < 500 AND status <> 429) AS caller_faults,
         count(*) FILTER (status = 429) AS throttled,
         count(DISTINCT customer) AS customers
       FROM events GROUP BY service, day ORDER BY service, day`,
    );
    return result.getRowObjects().map(row => ({
      service: String(row.service),
      day: String(row.day),
      calls: Number(row.calls),
      service_faults: Number(row.service_faults),
      caller_faults: Number(row.caller_faults),
      throttled: Number(row.throttled),
      customers: Number(row.customers),
    }));
  }
}
