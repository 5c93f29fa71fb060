import axe from 'axe-core';

/**
 * Fails with what axe finds in an element, all rules on. Contrast is a matter of the browser: jsdom paints nothing.
 */
export async function expectNoViolations(element: Element) {
  const { violations } = await axe.run(element, { resultTypes: ['violations'] });
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
  expect(found).toEqual([]);
}
