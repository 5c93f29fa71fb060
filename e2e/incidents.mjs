import assert from 'node:assert/strict';
import { askApi } from './api.mjs';

/** Whether one of the first two causes is what is asked for. */
const isNamed = (causes, wanted) =>
  causes
    .slice(0, 2)
    .some(
      ({ elements, confidence }) =>
        confidence !== 'broad' && JSON.stringify(elements) === JSON.stringify([wanted]),
    );

const placeOf = ({ operation, region }) => [operation, region];

/** What is planted is found where an owner looks for it. */
export const incidents = [
  {
    name: 'every planted incident is named first or second by "why"',
    test: async ({ url, truth }) => {
      for (const { incident, firstDay, lastDay } of truth.planted) {
        const say = causes => `${incident.kind} ${incident.service}: ${JSON.stringify(causes)}`;
        // The week it began in, and the four weeks of the cards where they hold it.
        const week = truth.daysBefore(firstDay, -6);
        const to = week < truth.storyEnd ? week : truth.storyEnd;
        const weeks = { range: undefined, from: truth.daysBefore(to, 6), to };
        const isRecent = firstDay >= truth.period.from;
        for (const query of [weeks, ...(isRecent ? [{}] : [])]) {
          if (incident.kind === 'failing-deployment') {
            const { failures } = await askApi(url, incident.service, ['failures'], query);
            const { causes } = failures.data.why;
            assert.ok(isNamed(causes, placeOf(incident)), say(causes));
          } else if (incident.kind === 'slow-operation') {
            const { latency } = await askApi(url, incident.service, ['latency'], query);
            const { causes } = latency.data.why;
            assert.ok(isNamed(causes, placeOf(incident)), say(causes));
          } else if (incident.kind === 'throttled-customer') {
            const { failures } = await askApi(url, incident.service, ['failures'], query);
            const { causes } = failures.data.why;
            assert.ok(isNamed(causes, [incident.customer]), say(causes));
          } else if (incident.kind === 'service-stops') {
            const { overview } = await askApi(url, incident.service, ['overview']);
            assert.deepEqual(overview.data.headline, { kind: 'usageStopped', lastDay });
          }
        }
      }
    },
  },
  {
    name: 'a period with nothing planted says so',
    test: async ({ url, truth }) => {
      for (const [service, last] of [
        ['order-api', 34],
        ['payment-api', 28],
        ['product-search', 34],
        ['fault-injector', 28],
      ]) {
        const to = truth.daysBefore(truth.storyEnd, last);
        const query = { range: undefined, from: truth.daysBefore(to, 6), to };
        const { failures, latency, overview } = await askApi(
          url,
          service,
          ['failures', 'latency', 'overview'],
          query,
        );
        const sure = failures.data.why.causes.filter(({ confidence }) => confidence !== 'broad');
        assert.deepEqual(sure, [], service);
        assert.deepEqual(latency.data.why.causes, [], service);
        assert.notEqual(overview.data.headline.kind, 'failuresUp', service);
      }
    },
  },
  {
    name: 'the summary names a place that broke, though the whole hardly moved',
    test: async ({ page, url, truth }) => {
      const { firstDay } = truth.planted.find(
        ({ incident }) => incident.service === 'fault-injector',
      );
      if (firstDay < truth.period.from) return;
      await page.goto(`${url}/catalog/default/component/fault-injector`);
      await page.getByText(/Failures up since .*InjectFault in ap-southeast-1/).waitFor();
    },
  },
];
