import type { LoggerService } from '@backstage/backend-plugin-api';
import { EngineError, type Engine, type RunCost } from 'backstage-plugin-service-insights-node';
import type { EnginePoller } from './EnginePoller';
import type { StoppingRun } from './Run';
import type { RunStore } from './RunStore';

/** What ending a run on its engine needs. */
export type StoppingContext = {
  engine: Engine;
  poller: EnginePoller;
  runs: RunStore;
  logger: LoggerService;
};

/**
 * Stops a run on its engine, reads until it has ended, and records what it cost: a stopped query is billed, too. Doing
 * it again, after whatever was killed, does no harm.
 *
 * @param signal - gives up waiting; whoever takes up the run next goes on
 * @returns what it cost, where the engine says so
 * @throws when the engine or the database cannot be reached: then the run is taken up again later
 */
export async function finishStopping(
  run: StoppingRun,
  { engine, poller, runs, logger }: StoppingContext,
  signal: AbortSignal,
): Promise<RunCost | undefined> {
  const engineRunId = run.engineRunId ?? (await executionOf(run, engine));
  if (engineRunId === undefined) {
    await runs.cancel(run, undefined);
    return undefined;
  }
  // Whether or not the engine took it well: only its status tells.
  await engine
    .stop(engineRunId)
    .catch(error => logger.warn(`Engine ${engine.name} was told to stop a run: ${error}`));
  const status = await poller.wait(engineRunId, signal);
  const cost = status !== undefined && 'cost' in status ? status.cost : undefined;
  await runs.cancel(run, cost);
  return cost;
}

/** An execution nobody heard of is found with its token: asking again does not execute again. */
async function executionOf(
  { statement, token }: StoppingRun,
  engine: Engine,
): Promise<string | undefined> {
  if (statement === undefined) return undefined;
  try {
    return await engine.start(statement, { token });
  } catch (error) {
    const isRefused =
      error instanceof EngineError && !['transient', 'throttled'].includes(error.class);
    if (isRefused) return undefined;
    throw error;
  }
}
