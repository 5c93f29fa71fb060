/**
 * Opens the page of a service.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} path - of a tab, as `/insights`
 */
export async function openService(page, url, service, path = '') {
  await page.goto(`${url}/catalog/default/component/${service}${path}`);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
}

/** A card by its title, once its numbers are there. */
export async function cardOf(page, title) {
  const heading = page.getByRole('heading', { name: title, exact: true, level: 3 });
  const card = page.locator('.bui-Card').filter({ has: heading }).first();
  await card.waitFor();
  await card
    .getByText(/Data through/)
    .first()
    .waitFor();
  return card;
}

/** A number as the portal writes it out in full. */
export function exact(value) {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value);
}
