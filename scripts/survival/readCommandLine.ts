import { parseArgs } from 'node:util';
import { gateSize, soakSize, type Size } from './sizes';

const scenarios = ['points', 'takeover', 'controls', 'storm'] as const;

/** What can be played; the steady load is asked for by its hours. */
export type ScenarioName = (typeof scenarios)[number];

/** What the command line asks for. */
export type Wanted = {
  seed: number;
  size: Size;
  scenarios: readonly ScenarioName[];
  /** Minutes of steady load instead of everything else. */
  steadyMinutes: number | undefined;
  /** Whether the results go into the report. */
  isReported: boolean;
};

/**
 * Reads it.
 *
 * @throws Error that names the option that is wrong
 */
export function readCommandLine(args: readonly string[]): Wanted {
  const { values } = parseArgs({
    args: [...args],
    options: {
      soak: { type: 'boolean', default: false },
      hours: { type: 'string' },
      seed: { type: 'string', default: process.env.SEED ?? '20261121' },
      only: { type: 'string' },
      kills: { type: 'string' },
      pauses: { type: 'string' },
      terminations: { type: 'string' },
      'clock-jumps': { type: 'string' },
      crashes: { type: 'string' },
      rounds: { type: 'string' },
      minutes: { type: 'string' },
      takeovers: { type: 'string' },
    },
  });
  const usual = values.soak ? soakSize : gateSize;
  const number = (name: string, text: string | undefined, otherwise: number) => {
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (text !== '' && Number.isFinite(value) && value >= 0) return value;
    throw new Error(`--${name} must be a number, not '${text}'`);
  };
  const only = scenarios.filter(name => name === values.only);
  if (values.only !== undefined && only.length === 0) {
    throw new Error(`--only must be one of ${scenarios.join(', ')}`);
  }
  return {
    seed: number('seed', values.seed, 0),
    size: {
      kills: number('kills', values.kills, usual.kills),
      pauses: number('pauses', values.pauses, usual.pauses),
      terminations: number('terminations', values.terminations, usual.terminations),
      clockJumps: number('clock-jumps', values['clock-jumps'], usual.clockJumps),
      crashes: number('crashes', values.crashes, usual.crashes),
      rounds: number('rounds', values.rounds, usual.rounds),
      minutes: number('minutes', values.minutes, usual.minutes),
      takeovers: number('takeovers', values.takeovers, usual.takeovers),
    },
    scenarios: only.length > 0 ? only : scenarios,
    steadyMinutes: values.hours === undefined ? undefined : number('hours', values.hours, 1) * 60,
    isReported: values.soak,
  };
}
