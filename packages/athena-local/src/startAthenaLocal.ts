import type { Athena } from './Athena';
import type { AthenaLocal } from './AthenaLocal';
import type { AthenaLocalOptions } from './AthenaLocalOptions';
import { ledgerEntry } from './bill/LedgerEntry';
import { ScaledClock } from './clock';
import { bytesScannedBy, type Execution } from './executions/Execution';
import { defaultLatency } from './executions/LatencyModel';
import { Lifecycle } from './executions/Lifecycle';
import { ReusableResults } from './executions/ReusableResults';
import { FaultInjector } from './faults/FaultInjector';
import { Credentials } from './http/Credentials';
import { listen } from './http/listen';
import { Lake } from './lake/Lake';
import { CallBuckets } from './limits/CallBuckets';
import { CallCounts } from './limits/CallCounts';
import { defaultQuotas } from './limits/Quotas';
import { ResultStore } from './results/ResultStore';
import { planExecution } from './sql/planExecution';

const dayMs = 86_400_000;

/**
 * Starts a server that speaks Amazon Athena's protocol and runs queries on DuckDB.
 *
 * @throws when a table is declared wrongly, the folder does not exist, or the port is taken
 * @public
 */
export async function startAthenaLocal(options: AthenaLocalOptions): Promise<AthenaLocal> {
  const lake = await Lake.open(options);
  const wallClock = () => Date.now() + (options.wallClockAheadMs ?? 0);
  const athena = createAthena(options, lake, wallClock);
  const server = await listen(athena, {
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    wallClock,
  });
  return {
    endpoint: `http://${options.host ?? '127.0.0.1'}:${server.port}`,
    clock: athena.clock,
    faults: athena.faults,
    credentials: athena.credentials,
    calls: operation => athena.calls.of(operation),
    ledger: () => {
      const now = athena.clock.now();
      return [...athena.executions.values()].map(execution =>
        ledgerEntry(execution, bytesScannedBy(execution, now)),
      );
    },
    setWorkgroup: (name, workgroup) => void athena.workgroups.set(name, workgroup),
    expireResult: id => {
      const phase = athena.executions.get(id)?.phase;
      if (phase?.state === 'SUCCEEDED') athena.results.expire(phase.result);
    },
    close: async () => {
      await server.close();
      athena.lifecycle.close();
      athena.clock.close();
      await lake.close();
    },
  };
}

function createAthena(options: AthenaLocalOptions, lake: Lake, wallClock: () => number): Athena {
  const clock = options.clock ?? new ScaledClock();
  const now = () => clock.now();
  const quotas = {
    ...defaultQuotas,
    ...options.quotas,
    calls: { ...defaultQuotas.calls, ...options.quotas?.calls },
  };
  const active = new Set<Execution>();
  const results = new ResultStore({
    now,
    keptForMs: options.resultFilesKeptForMs ?? Infinity,
    managedKeptForMs: dayMs,
  });
  const reusable = new ReusableResults(result => results.isGone(result));
  const injectedPartitions = options.injectedPartitions ?? {};
  return {
    clock,
    quotas,
    active,
    results,
    reusable,
    workgroups: new Map(Object.entries({ primary: {}, ...options.workgroups })),
    executions: new Map(),
    tokens: new Map(),
    faults: new FaultInjector(options.faults),
    credentials: new Credentials(options.accessKeyIds, wallClock),
    buckets: new CallBuckets(quotas.calls, now),
    calls: new CallCounts(),
    lifecycle: new Lifecycle({
      clock,
      seed: options.seed ?? 1,
      latency: { ...defaultLatency, ...options.latency },
      plan: execution => planExecution(execution, { lake, injectedPartitions }),
      ended: execution => {
        active.delete(execution);
        if (execution.phase.state !== 'SUCCEEDED' || execution.phase.reused) return;
        results.add(execution.phase.result);
        reusable.add(execution);
      },
    }),
  };
}
