import type { BatchRequestInput, BatchResult } from 'backstage-plugin-service-insights-common';
import { answers } from '../__testUtils__/fixtures';
import { portfolioAnswer } from '../__testUtils__/portfolioAnswer';
import { ServiceInsightsClient } from './ServiceInsightsClient';

type Answer = (request: BatchRequestInput['requests'][number]) => BatchResult;

const wellAnswered: Answer = ({ insight }) => ({ status: 'ok', answer: answers[insight] });

/** A backend that answers as told, and remembers what it was asked. */
function backend(answer: Answer = wellAnswered) {
  const asked: BatchRequestInput[] = [];
  const signals: AbortSignal[] = [];
  const fetch = jest.fn(async (_url: unknown, init: RequestInit = {}) => {
    const body: BatchRequestInput = JSON.parse(String(init.body));
    asked.push(body);
    if (init.signal) signals.push(init.signal);
    await new Promise((resolve, reject) => {
      setTimeout(resolve, 20);
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
    return new Response(JSON.stringify({ results: body.requests.map(answer) }));
  });
  const client = new ServiceInsightsClient({ fetchApi: { fetch } });
  return { client, fetch, asked, signals };
}

const entityRef = 'component:default/order-api';

describe('ServiceInsightsClient', () => {
  it('asks the questions of all cards of a page in one request', async () => {
    const { client, fetch, asked } = backend();
    const [overview, usage, adoption, failures] = await Promise.all([
      client.getInsight({ entityRef, insight: 'overview' }),
      client.getInsight({ entityRef, insight: 'usage', query: { range: '28d' } }),
      client.getInsight({ entityRef, insight: 'adoption' }),
      client.getInsight({ entityRef, insight: 'failures' }),
    ]);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch.mock.calls[0][0]).toBe('plugin://service-insights/v1/insights/batch');
    expect(asked[0].requests.map(({ insight }) => insight)).toEqual([
      'overview',
      'usage',
      'adoption',
      'failures',
    ]);
    expect(overview).toEqual(answers.overview);
    expect(usage).toEqual(answers.usage);
    expect(adoption).toEqual(answers.adoption);
    expect(failures).toEqual(answers.failures);
  });

  it('asks equal questions once, also while the answer is on its way, and anew afterwards', async () => {
    const { client, asked } = backend();
    const first = client.getInsight({
      entityRef,
      insight: 'usage',
      query: { range: '7d', compare: 'prev' },
    });
    const same = client.getInsight({
      entityRef: 'Component:default/order-api',
      insight: 'usage',
      query: { compare: 'prev', range: '7d' },
    });
    await new Promise(resolve => setTimeout(resolve, 20));
    const late = client.getInsight({
      entityRef,
      insight: 'usage',
      query: { range: '7d', compare: 'prev', dataset: undefined },
    });
    await Promise.all([first, same, late]);
    expect(asked).toHaveLength(1);
    expect(asked[0].requests).toHaveLength(1);

    await client.getInsight({ entityRef, insight: 'usage', query: { range: '28d' } });
    await client.getInsight({ entityRef, insight: 'usage', query: { range: '28d' } });
    expect(asked).toHaveLength(3);
  });

  it('splits what the backend would not take in one batch', async () => {
    const { client, asked } = backend();
    await Promise.all(
      Array.from({ length: 130 }, (_, i) =>
        client.getInsight({ entityRef: `component:default/service-${i}`, insight: 'overview' }),
      ),
    );
    expect(asked.map(({ requests }) => requests.length)).toEqual([100, 30]);
  });

  it('fails one question without failing its neighbours', async () => {
    const { client } = backend(request =>
      request.insight === 'usage'
        ? {
            status: 'error',
            statusCode: 404,
            error: { name: 'NotFoundError', message: 'No such entity' },
          }
        : wellAnswered(request),
    );
    const [usage, failures] = await Promise.allSettled([
      client.getInsight({ entityRef, insight: 'usage' }),
      client.getInsight({ entityRef, insight: 'failures' }),
    ]);
    expect(failures.status).toBe('fulfilled');
    expect(usage).toMatchObject({
      status: 'rejected',
      reason: { name: 'NotFoundError', statusCode: 404, message: 'No such entity' },
    });
  });

  it('gives every question the error of a request that failed as a whole', async () => {
    const fetch = jest.fn(
      async () =>
        new Response(
          JSON.stringify({
            error: { name: 'NotAllowedError', message: 'no' },
            response: { statusCode: 403 },
          }),
          { status: 403, headers: { 'Content-Type': 'application/json' } },
        ),
    );
    const client = new ServiceInsightsClient({ fetchApi: { fetch } });
    const results = await Promise.allSettled([
      client.getInsight({ entityRef, insight: 'usage' }),
      client.getInsight({ entityRef, insight: 'failures' }),
    ]);
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: { statusCode: 403 } });
    }
  });

  it('refuses an answer to another question', async () => {
    const { client } = backend(() => ({ status: 'ok', answer: answers.failures }));
    await expect(client.getInsight({ entityRef, insight: 'usage' })).rejects.toThrow(
      'did not answer the question about usage',
    );
  });

  it('does not send a question that was withdrawn while it was collected', async () => {
    const { client, asked } = backend();
    const controller = new AbortController();
    const withdrawn = client.getInsight(
      { entityRef, insight: 'usage' },
      { signal: controller.signal },
    );
    const kept = client.getInsight({ entityRef, insight: 'failures' });
    controller.abort();
    await expect(withdrawn).rejects.toMatchObject({ name: 'AbortError' });
    await kept;
    expect(asked[0].requests.map(({ insight }) => insight)).toEqual(['failures']);
  });

  it('stops the request only when the last consumer of all its answers left', async () => {
    const { client, signals } = backend();
    const [one, two] = [new AbortController(), new AbortController()];
    const usage = client.getInsight({ entityRef, insight: 'usage' }, { signal: one.signal });
    const failures = client.getInsight({ entityRef, insight: 'failures' }, { signal: two.signal });
    const alsoUsage = client.getInsight({ entityRef, insight: 'usage' }, { signal: two.signal });
    await new Promise(resolve => setTimeout(resolve, 18));
    one.abort();
    await expect(usage).rejects.toMatchObject({ name: 'AbortError' });
    expect(signals[0].aborted).toBe(false);
    two.abort();
    await expect(failures).rejects.toMatchObject({ name: 'AbortError' });
    await expect(alsoUsage).rejects.toMatchObject({ name: 'AbortError' });
    expect(signals[0].aborted).toBe(true);
  });

  it('asks for a portfolio by its own address, and passes on why it is refused', async () => {
    const asked: string[] = [];
    const notFound = {
      error: { name: 'NotFoundError', message: 'No' },
      request: { method: 'GET', url: '/' },
      response: { statusCode: 404 },
    };
    const fetch = async (url: unknown) => {
      asked.push(String(url));
      return asked.length === 1
        ? new Response(JSON.stringify(portfolioAnswer()))
        : new Response(JSON.stringify(notFound), {
            status: 404,
            headers: { 'Content-Type': 'application/json' },
          });
    };
    const client = new ServiceInsightsClient({ fetchApi: { fetch } });
    const group = 'Group:default/team orders';
    expect(await client.getPortfolio({ entityRef: group, query: { range: '7d' } })).toEqual(
      portfolioAnswer(),
    );
    await expect(client.getPortfolio({ entityRef: group })).rejects.toMatchObject({
      name: 'NotFoundError',
      statusCode: 404,
    });
    expect(asked).toEqual([
      'plugin://service-insights/v1/portfolio/group/default/team%20orders?range=7d',
      'plugin://service-insights/v1/portfolio/group/default/team%20orders',
    ]);
  });
});
