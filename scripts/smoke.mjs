/**
 * npm run smoke: starts the built demo on a free port with a fresh folder, looks whether three services have cards with
 * plausible numbers through yesterday, and stops it. Ends with 'N passed, N failed'.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guestToken, startDemo } from './demo.mjs';
import { freePort } from './freePort.mjs';
import { yesterday } from './writeSampleData.mjs';

const services = ['order-api', 'payment-api', 'experiment-api'];
const insights = ['overview', 'usage', 'adoption', 'failures'];

let passed = 0;
let failed = 0;
function check(what, holds) {
  if (holds) passed += 1;
  else failed += 1;
  console.log(`${holds ? 'ok    ' : 'FAILED'}  ${what}`);
}

async function cardsOf(url, token, service) {
  const response = await fetch(`${url}/api/service-insights/v1/insights/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      requests: insights.map(insight => ({
        entityRef: `component:default/${service}`,
        insight,
        query: { range: '28d' },
      })),
    }),
  });
  const { results } = await response.json();
  const answers = results?.map(({ answer }) => answer) ?? [];
  return Object.fromEntries(insights.map((insight, i) => [insight, answers[i]]));
}

function checkCards(service, { overview, usage, adoption, failures }) {
  const between = (value, least, most) => value >= least && value <= most;
  for (const [insight, answer] of Object.entries({ overview, usage, adoption, failures })) {
    const meta = answer?.meta;
    check(`${service} ${insight}: through yesterday`, meta?.dataThrough === yesterday());
    check(`${service} ${insight}: all 28 days`, meta?.completeness?.presentDays === 28);
  }
  const calls = usage?.data?.calls?.value;
  const active = adoption?.data?.activeCustomers?.value;
  const rate = failures?.data?.failureRate?.value;
  check(`${service}: ${calls} calls in 28 days`, between(calls, 10_000, 300_000));
  check(`${service}: ${active} active customers`, between(active, 30, 500));
  check(`${service}: ${rate} of calls failed`, between(rate, 0.0001, 0.1));
  check(
    `${service}: the same calls on all cards`,
    overview?.data?.figures?.calls?.value === calls && failures?.data?.calls?.value === calls,
  );
  check(`${service}: its operations are named`, usage?.data?.operations?.length >= 3);
}

const startMs = Date.now();
const directory = await mkdtemp(join(tmpdir(), 'service-insights-smoke-'));
let demo;
async function cleanUp() {
  await demo?.stop();
  demo = undefined;
  await rm(directory, { recursive: true, force: true });
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    await cleanUp();
    process.exit(130);
  });
}

try {
  demo = await startDemo({ port: await freePort(), directory, log: line => console.log(line) });
  check('the demo starts', true);
  const page = await fetch(demo.url, { headers: { accept: 'text/html' } });
  check('the portal serves its pages', page.ok && (await page.text()).includes('id="root"'));
  const token = await guestToken(demo.url);
  for (const service of services) checkCards(service, await cardsOf(demo.url, token, service));
} catch (error) {
  check(error instanceof Error ? error.message : String(error), false);
}
await cleanUp();
console.log(`${Math.round((Date.now() - startMs) / 1000)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
