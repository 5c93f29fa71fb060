import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ScenarioResult } from './scenarios/Scenario';

const docs = join(__dirname, '../../docs');

const results = z.record(
  z.string(),
  z.object({
    scenario: z.string(),
    seed: z.number(),
    figures: z.record(z.string(), z.union([z.number(), z.string()])),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), details: z.array(z.string()) })),
  }),
);

type Results = z.infer<typeof results>;

const introduction = `# What the runs survive

Written by \`npm run soak\` and \`npm run soak -- --hours 1\`; \`survival.json\` beside it holds the same. The short form,
\`npm run test:survival\`, takes a quarter of an hour; its takeovers are part of \`npm test\`.

Replicas are processes of their own that run the project's ledger, worker, tick, sweeper, day store and Athena engine, put
together as the plugin does, with \`NODE_ENV=production\`, without the rest of Backstage. They share one PostgreSQL server,
and an engine that speaks Athena's protocol in its own process, over files. The portal's clock goes on by one day at each
"morning": one more day is complete, late events have come for days before, and they are due again.

While that goes on, replicas are killed (SIGKILL), stopped for longer than their lease and brought back (SIGSTOP,
SIGCONT), terminated (SIGTERM), told a time that is an hour off, and the database is crashed as \`pg_ctl stop -m immediate\`
does it; a fifth of the engine's calls go wrong, before or after their effect. Every process that ends is replaced.

Nothing of the code under test is asked how it went. Triggers write down every change of a run, every published day and
every revision, in the transaction that makes it, with the connection that made it and the database's time. Afterwards
this history is held against the engine's bill and against what DuckDB finds in the lake's files by itself.

Leases last 2.5 s in the storm and 1 s at the named points, pauses between attempts are a twentieth and a fortieth of the
product's, answers of the engine are waited for 2.5 s, and its queries run six times as fast. Takeovers and the steady load
use the product's own lease of 15 s. \`npm run soak\` plans 1,000 kills, 200 pauses and 100 crashes of the database; the
figures below are counts of what happened in the run that wrote them, which \`--minutes\` may have ended sooner.
`;

const limits = `## What this does not show

- The machine does not crash, nor does its disk fill: what is tested is that of processes.
- The network between replicas and the database is not cut, slowed or half-open.
- Statements are not validated by the engine at each start of a replica.
- Real Athena is not asked; \`packages/athena-local\` says where it knowingly differs.
`;

/** Adds results to the report, in place of those of the same scenario. */
export async function writeReport(played: readonly ScenarioResult[], seed: number): Promise<void> {
  const file = join(docs, 'survival.json');
  const before = await readFile(file, 'utf8').then(
    text => results.parse(JSON.parse(text)),
    () => ({}),
  );
  const now: Results = {
    ...before,
    ...Object.fromEntries(
      played.map(({ scenario, checks, figures }) => [
        scenario,
        {
          scenario,
          seed,
          figures: { ...figures },
          checks: checks.map(check => ({ ...check, details: [...check.details] })),
        },
      ]),
    ),
  };
  await writeFile(file, `${JSON.stringify(now, undefined, 2)}\n`);
  await writeFile(join(docs, 'survival.md'), reportOf(now));
}

function reportOf(all: Results): string {
  return [introduction, ...Object.values(all).map(sectionOf), limits].join('\n');
}

function sectionOf({ scenario, seed, figures, checks }: Results[string]): string {
  const failed = checks.filter(({ ok }) => !ok).length;
  const rows = Object.entries(figures).map(([what, figure]) => `| ${what} | ${figure} |`);
  const lines = checks.flatMap(({ name, ok, details }) => [
    `- ${ok ? 'holds' : '**does not hold**'}: ${name}`,
    ...details.map(detail => `  - ${detail}`),
  ]);
  return [
    `## ${scenario[0].toUpperCase()}${scenario.slice(1)}`,
    '',
    `Seed ${seed}: ${checks.length - failed} passed, ${failed} failed.`,
    '',
    ...(rows.length > 0 ? ['| | |', '| --- | --- |', ...rows, ''] : []),
    ...lines,
    '',
  ].join('\n');
}
