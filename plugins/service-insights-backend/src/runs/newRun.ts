import { randomUUID } from 'node:crypto';
import type { EngineStatement } from 'backstage-plugin-service-insights-node';
import type { NewRun } from './Run';
import { runToken } from './runToken';

/** A run for the ledger, with the token that names it. */
export function newRun(
  run: Omit<NewRun, 'id' | 'token' | 'statement'>,
  statement: EngineStatement,
): NewRun {
  const identified = { ...run, id: randomUUID() };
  return { ...identified, token: runToken(identified, statement), statement };
}
