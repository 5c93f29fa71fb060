import type { StormPlan } from './scenarios/Storm';

/** How much is to happen. */
export type Size = StormPlan & {
  rounds: number;
  /** No round of the storm begins after so many minutes. */
  minutes: number;
  /** How often a replica is killed, and terminated, to see how long its runs wait. */
  takeovers: number;
};

/** What every change must survive. */
export const gateSize: Size = {
  kills: 150,
  pauses: 40,
  terminations: 15,
  clockJumps: 15,
  crashes: 5,
  rounds: 5,
  minutes: 30,
  takeovers: 2,
};

/** The long form. */
export const soakSize: Size = {
  kills: 1_000,
  pauses: 200,
  terminations: 100,
  clockJumps: 60,
  crashes: 100,
  rounds: 20,
  minutes: 240,
  takeovers: 5,
};
