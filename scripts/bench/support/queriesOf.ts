import type { AthenaLocal } from 'athena-local';

type Query = ReturnType<AthenaLocal['ledger']>[number];

/** The queries of a bill that read data: the proofs of a definition at its load do not. */
export function queriesOf(server: AthenaLocal): Query[] {
  return server.ledger().filter(({ query }) => !query.startsWith('EXPLAIN'));
}
