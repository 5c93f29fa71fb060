/**
 * Asks one URL for some seconds with autocannon, in a process of its own, and prints how long answers took:
 * node load.mjs '{"url": …, "seconds": …, "connections": …, "method"?, "headers"?, "body"?, "contains"?}'
 */
import autocannon from 'autocannon';

const { seconds, contains, ...request } = JSON.parse(process.argv[2]);
const durationsMs = [];
let failed = 0;
let bytes = 0;

const asked = {
  ...request,
  duration: seconds,
  verifyBody: contains && (body => String(body).includes(contains)),
};
const instance = autocannon(asked, (error, result) => {
  if (error) throw error;
  durationsMs.sort((a, b) => a - b);
  const percentile = share => durationsMs[Math.floor(share * (durationsMs.length - 1))];
  console.log(
    JSON.stringify({
      answers: durationsMs.length,
      failed: failed + result.mismatches,
      bytesPerAnswer: Math.round(bytes / Math.max(1, durationsMs.length)),
      p50Ms: percentile(0.5),
      p95Ms: percentile(0.95),
    }),
  );
});
instance.on('response', (_client, statusCode, responseBytes, durationMs) => {
  if (statusCode !== 200) failed += 1;
  bytes += responseBytes;
  durationsMs.push(durationMs);
});
