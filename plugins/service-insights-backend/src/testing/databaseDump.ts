import { insightIds } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { decodeStandardBody } from '../read/standardPeriodPayload';

/** Every row of every table as text, with what is packed in them unpacked as well. */
export async function databaseDump(knex: Knex): Promise<string> {
  const lines: string[] = [];
  for (const table of await tablesOf(knex)) {
    for (const row of await knex(table)) lines.push(`${table} ${textOf(row)}`);
  }
  for (const { service, payload } of await knex('service_periods')) {
    if (service === '') continue; // says that the rows are whole, and holds nothing
    for (const insight of insightIds) lines.push(decodeStandardBody(payload, insight));
  }
  return lines.join('\n');
}

async function tablesOf(knex: Knex): Promise<string[]> {
  return knex.client.config.client === 'pg'
    ? knex('pg_tables').where({ schemaname: 'public' }).pluck('tablename')
    : knex('sqlite_master').where({ type: 'table' }).pluck('name');
}

function textOf(row: Record<string, unknown>): string {
  return Object.values(row)
    .map(value => (Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value)))
    .join(' ');
}
