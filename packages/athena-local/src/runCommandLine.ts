import { parseArgs } from 'node:util';
import { ScaledClock } from './clock';
import { readServerFile } from './readServerFile';
import { startAthenaLocal } from './startAthenaLocal';

const dayMs = 86_400_000;

const usage = `Usage: athena-local --tables <file.yaml> [options]

  --tables <file>     the folder, its tables and the workgroups, in YAML
  --port <number>     default 4566
  --host <address>    default 127.0.0.1
  --speed <factor>    how much faster than Athena queries run, default 1
  --fault-rate <0–1>  the share of calls that go wrong, default 0
  --fault-seed <n>    which ones, default 1
`;

/**
 * Starts a server as the command line says, and stops it at SIGINT or SIGTERM.
 *
 * @throws Error with what is wrong with the arguments or the file
 * @internal
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tables: { type: 'string' },
      port: { type: 'string', default: '4566' },
      host: { type: 'string', default: '127.0.0.1' },
      speed: { type: 'string', default: '1' },
      'fault-rate': { type: 'string', default: '0' },
      'fault-seed': { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || !values.tables) {
    process.stdout.write(usage);
    if (!values.help) throw new Error('--tables is missing');
    return;
  }
  const server = await startAthenaLocal({
    ...(await readServerFile(values.tables)),
    host: values.host,
    port: numberOf('port', values.port),
    resultFilesKeptForMs: dayMs,
    clock: new ScaledClock(numberOf('speed', values.speed)),
    faults: {
      seed: numberOf('fault-seed', values['fault-seed']),
      rate: numberOf('fault-rate', values['fault-rate']),
    },
  });
  process.stdout.write(`athena-local answers Athena and S3 at ${server.endpoint}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.close().then(() => process.exit(0)));
  }
}

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0) {
    throw new Error(`--${name} must be a number, not '${text}'`);
  }
  return number;
}
