import assert from 'node:assert/strict';
import { askApi } from './api.mjs';
import { cardOf, exact, openService } from './pages.mjs';

const audited = ['order-api', 'product-search', 'fault-injector'];
const counted = ['calls', 'activeCustomers', 'serviceFaults', 'callerFaults', 'throttled'];

/** What a service's page tells its owner. */
export const entityPages = [
  ...audited.map(service => ({
    name: `${service}: page, API and events agree on calls, customers and failures`,
    test: async ({ page, url, truth }) => {
      const { overview } = await askApi(url, service, ['overview']);
      const { figures } = overview.data;
      const real = truth.of(service);
      assert.deepEqual(overview.meta.period, truth.period);
      for (const name of counted) assert.equal(figures[name].value, real[name], name);
      await openService(page, url, service);
      const card = await cardOf(page, 'Service insights');
      await card.getByTitle(exact(real.calls), { exact: true }).first().waitFor();
      await card.getByTitle(exact(real.activeCustomers), { exact: true }).first().waitFor();
    },
  })),
  {
    name: 'every service has the figures of its events, in every region',
    test: async ({ url, truth }) => {
      const owned = truth.services.filter(service => service !== 'nightly-batch');
      for (const service of owned) {
        for (const region of [undefined, 'eu-west-1', 'ap-southeast-1']) {
          const query = region === undefined ? {} : { region: [region] };
          const { overview } = await askApi(url, service, ['overview'], query);
          const real = truth.of(service, region);
          for (const name of counted) {
            const figure = overview.data.figures[name]?.value;
            assert.equal(figure, real[name], `${service} ${region ?? 'all regions'} ${name}`);
          }
        }
      }
    },
  },
  {
    name: 'customers who came, stayed, returned and left are those of the events',
    test: async ({ url, truth }) => {
      for (const service of audited) {
        const { adoption } = await askApi(url, service, ['adoption']);
        for (const [name, real] of Object.entries(truth.lifecycleOf(service))) {
          assert.equal(adoption.data[name].value, real, `${service} ${name}`);
        }
      }
    },
  },
  {
    name: 'the chart of usage and its table tell the same, day by day',
    test: async ({ page, url, truth }) => {
      const { usage } = await askApi(url, 'order-api', ['usage']);
      const real = truth.of('order-api').callsByDay;
      await openService(page, url, 'order-api');
      const card = await cardOf(page, 'Usage');
      await card.locator('svg.recharts-surface').first().waitFor();
      await card.getByRole('radio', { name: 'Table' }).click();
      const table = card.getByRole('table').first();
      await table.waitFor();
      const rows = await table.locator('tbody tr').count();
      assert.equal(rows, 28);
      assert.equal(usage.data.series.length, 28);
      for (const [i, point] of usage.data.series.entries()) {
        assert.equal(point.calls, real.get(point.at), point.at);
        const cells = await table.locator('tbody tr').nth(i).locator('td').allTextContents();
        assert.ok(cells.includes(exact(point.calls)), `${point.at}: ${cells} has ${point.calls}`);
      }
      await card.getByRole('radio', { name: 'Chart' }).click();
      await card.locator('svg.recharts-surface').first().waitFor();
    },
  },
  {
    name: 'the summary stands first among the cards',
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api');
      const summary = await (await cardOf(page, 'Service insights')).boundingBox();
      const others = await page
        .locator('main .bui-Card')
        .evaluateAll(cards => cards.map(card => card.getBoundingClientRect().top + window.scrollY));
      assert.ok(others.length > 4);
      assert.ok(
        others.every(top => top >= Math.floor(summary.y)),
        `${summary.y}: ${others}`,
      );
      const about = page.getByRole('heading', { name: 'About', exact: true }).first();
      assert.ok(summary.x < (await about.boundingBox()).x);
    },
  },
  {
    name: 'the summary names the operation and region that a deployment broke',
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api');
      const card = await cardOf(page, 'Service insights');
      await card.getByText(/Failures up since .*CreateOrder in eu-west-1/).waitFor();
    },
  },
  {
    name: 'a service that stopped says since when',
    test: async ({ page, url }) => {
      const { overview } = await askApi(url, 'legacy-export', ['overview']);
      assert.equal(overview.data.headline.kind, 'usageStopped');
      await openService(page, url, 'legacy-export');
      const card = await cardOf(page, 'Service insights');
      await card.getByText(/No calls since/).waitFor();
    },
  },
  {
    name: 'a service nobody adopted has one customer, its own monitor',
    test: async ({ page, url }) => {
      const { adoption } = await askApi(url, 'gift-cards', ['adoption']);
      assert.equal(adoption.data.activeCustomers.value, 1);
      await openService(page, url, 'gift-cards');
      await cardOf(page, 'Adoption');
    },
  },
  {
    name: 'a component without the annotation gets no card',
    test: async ({ page, url }) => {
      await openService(page, url, 'design-tokens');
      await page.getByRole('heading', { name: 'About' }).first().waitFor();
      assert.equal(await page.getByRole('heading', { name: 'Service insights' }).count(), 0);
    },
  },
];
