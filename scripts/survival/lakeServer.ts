/** athena-local in a process of its own, which does as its parent tells it. */
import { ScaledClock, startAthenaLocal, type FaultKind, type FaultPlan } from 'athena-local';
import { z } from 'zod';
import { lakeTables } from './world/LakeFiles';
import type { LakeReport } from './world/LakeServer';

const orders = z.strictObject({ directory: z.string(), seed: z.number(), speed: z.number() });

const message = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('faults'),
    rate: z.number(),
    kinds: z.array(z.custom<FaultKind>(kind => typeof kind === 'string')).optional(),
  }),
  z.strictObject({ kind: z.literal('bill') }),
]);

async function main() {
  const { directory, seed, speed } = orders.parse(JSON.parse(process.env.SURVIVAL_LAKE ?? ''));
  const server = await startAthenaLocal({
    directory,
    tables: lakeTables,
    workgroups: { insights: { outputLocation: 's3://results/insights/' } },
    clock: new ScaledClock(speed),
    seed,
  });
  process.on('message', told => {
    const asked = message.parse(told);
    if (asked.kind === 'faults') {
      const plan: FaultPlan = { seed, rate: asked.rate, kinds: asked.kinds };
      server.faults.follow(plan);
      return;
    }
    const lines = server.ledger().filter(({ query }) => !query.startsWith('EXPLAIN'));
    report({
      kind: 'bill',
      faults: server.faults.injected.length,
      executions: lines.map(({ queryExecutionId, state, bytesScanned, bytesBilled }) => ({
        id: queryExecutionId,
        isOver: state !== 'QUEUED' && state !== 'RUNNING',
        bytesScanned,
        bytesBilled,
      })),
    });
  });
  report({ kind: 'ready', endpoint: server.endpoint });
}

function report(what: LakeReport): void {
  process.send?.(what);
}

process.on('disconnect', () => process.exit(1));
main().catch(error => {
  console.log(error);
  process.exit(1);
});
