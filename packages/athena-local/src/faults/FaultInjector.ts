import { athenaErrorTypes, athenaFailure } from '../executions/athenaErrorTypes';
import { seededRandom } from '../seededRandom';
import { faultsOf, type Fault, type FaultKind, type FaultyOperation } from './Fault';

/**
 * Faults at random, by a seed: the nth call of an operation always meets the same one, whatever happens beside it.
 *
 * @public
 */
export type FaultPlan = {
  seed: number;
  /** The share of calls that are disturbed, 0 to 1. */
  rate: number;
  /** All kinds when left out. */
  kinds?: readonly FaultKind[];
  /** All operations when left out. */
  operations?: readonly FaultyOperation[];
};

/**
 * A fault that was injected.
 *
 * @public
 */
export type InjectedFault = Fault & { operation: FaultyOperation };

/**
 * Decides which calls go wrong, and how.
 *
 * @public
 */
export class FaultInjector {
  readonly #scripted = new Map<FaultyOperation, Fault[]>();
  readonly #calls = new Map<FaultyOperation, number>();
  readonly #injected: InjectedFault[] = [];

  constructor(private plan?: FaultPlan) {}

  /** Every fault so far, in order. */
  get injected(): readonly InjectedFault[] {
    return this.#injected;
  }

  /** Disturbs the next call of an operation that no other fault waits for. */
  next(operation: FaultyOperation, fault: Omit<Fault, 'effect'> & Partial<Fault>): void {
    const first = faultsOf(operation).find(({ kind }) => kind === fault.kind);
    if (!first) throw new RangeError(`${operation} cannot meet the fault ${fault.kind}`);
    const waiting = this.#scripted.get(operation) ?? [];
    this.#scripted.set(operation, [...waiting, { effect: first.effect, ...fault }]);
  }

  /** Disturbs calls by another plan from now on, or by none. */
  follow(plan: FaultPlan | undefined): void {
    this.plan = plan;
  }

  /** The fault that the call meets which is being answered. */
  decide(operation: FaultyOperation): Fault | undefined {
    const call = this.#calls.get(operation) ?? 0;
    this.#calls.set(operation, call + 1);
    const fault = this.#scripted.get(operation)?.shift() ?? this.#planned(operation, call);
    if (fault) this.#injected.push({ ...fault, operation });
    return fault;
  }

  #planned(operation: FaultyOperation, call: number): Fault | undefined {
    const { plan } = this;
    if (!plan || (plan.operations && !plan.operations.includes(operation))) return undefined;
    const draw = (what: string) => seededRandom(plan.seed, operation, call, what);
    if (draw('whether') >= plan.rate) return undefined;
    const possible = faultsOf(operation).filter(
      ({ kind }) => !plan.kinds || plan.kinds.includes(kind),
    );
    const fault = possible[Math.floor(draw('which') * possible.length)];
    if (!fault) return undefined;
    return {
      ...fault,
      delayMs: fault.kind === 'slow' ? Math.round(20 + draw('delay') * 180) : undefined,
      errorType: fault.kind === 'failed' ? retryableType(draw('type')) : undefined,
    };
  }
}

/** A failure that another attempt may mend: the others would end a test's query for good. */
function retryableType(draw: number): number {
  const types = athenaErrorTypes.filter(type => athenaFailure(type).retryable);
  return types[Math.floor(draw * types.length)];
}
