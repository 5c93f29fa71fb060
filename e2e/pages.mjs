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

/** A section of the Insights tab by its heading, once its numbers are there. */
export async function sectionOf(page, title) {
  const heading = page.getByRole('heading', { name: title, exact: true, level: 2 });
  const section = page.locator('main section').filter({ has: heading }).first();
  await section
    .getByText(/Data through/)
    .first()
    .waitFor();
  return section;
}

/** The texts of a table, row by row, the heading of the row first. */
export async function rowsOf(table) {
  return table
    .locator('tbody tr')
    .evaluateAll(rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim())));
}
