import { guestToken } from '../scripts/demo.mjs';

/**
 * Asks the portal's API what its page shows.
 *
 * @param {string} url - the portal's
 * @param {string} service - the name of a component
 * @param {readonly string[]} insights - as `usage`
 * @param {object} query - the period is 28 days unless it says otherwise
 * @returns the answers by the name of the insight
 */
export async function askApi(url, service, insights, query = {}) {
  const response = await fetch(`${url}/api/service-insights/v1/insights/batch`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await guestToken(url)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      requests: insights.map(insight => ({
        entityRef: `component:default/${service}`,
        insight,
        query: { range: '28d', ...query },
      })),
    }),
  });
  const body = await response.json();
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(body)}`);
  return Object.fromEntries(insights.map((insight, i) => [insight, body.results[i].answer]));
}

/**
 * The runs on an engine that were put into the ledger since an instant.
 *
 * @param {string} url - the portal's
 * @param {string} since - as 2026-03-14T09:00:00Z
 */
export async function runsSince(url, since) {
  const response = await fetch(`${url}/api/service-insights/v1/operator/runs?since=${since}`, {
    headers: { authorization: `Bearer ${await guestToken(url)}` },
  });
  const body = await response.json();
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(body)}`);
  return body.runs;
}
