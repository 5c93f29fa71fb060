/**
 * npm run test:trino: runs what this project gives to an engine on a real Trino server, and compares with DuckDB row by
 * row. TRINO_URL names a server; without it one is started, which needs Maven and a JDK.
 */
import { checkOwnCorpus, checkRecordedCorpus } from './checkCorpus';
import { checkLiterals } from './checkLiterals';
import { checkPruning } from './checkPruning';
import { checkRollups } from './checkRollups';
import { openLake, type Lake } from './openLake';
import { Report } from './Report';
import { startTrino, type RunningTrino } from './startTrino';
import { TrinoClient } from './TrinoClient';

const report = new Report(line => process.stdout.write(`${line}\n`));

async function main(): Promise<void> {
  const trino = await startTrino();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void trino.stop().finally(() => process.exit(130)));
  }
  try {
    await checkAll(trino);
  } finally {
    await trino.stop();
  }
}

async function checkAll(trino: RunningTrino): Promise<void> {
  const client = new TrinoClient(trino.url);
  report.note(`Trino ${trino.version ?? (await versionOf(client))} at ${trino.url}`);
  await report.group('literals', () => checkLiterals(client, report));
  await report.group('own corpus', () => checkOwnCorpus(client, report));
  await report.group('recorded corpus', () => checkRecordedCorpus(client, report));
  const { folder } = trino;
  if (folder === undefined) {
    report.note('Left out: rollups and pruning (TRINO_FOLDER does not name the folder of hive)');
    return;
  }
  let lake: Lake | undefined;
  await report.group('samples', async () => {
    lake = await openLake(folder, client, report);
  });
  if (lake === undefined) return;
  const opened = lake;
  await report.group('rollups', () => checkRollups(opened, client, report));
  await report.group('pruning', () => checkPruning(opened, client, report));
  await opened.engine.close();
}

async function versionOf(client: TrinoClient): Promise<string> {
  const { rows } = await client.query('SELECT version()', { schema: 'memory.main' });
  return String(rows[0]?.[0]);
}

main()
  .catch(error => report.fail(error instanceof Error ? error.message : String(error)))
  .finally(() => {
    process.stdout.write(`${report.passed} passed, ${report.failed} failed\n`);
    process.exit(report.failed === 0 && report.passed > 0 ? 0 : 1);
  });
