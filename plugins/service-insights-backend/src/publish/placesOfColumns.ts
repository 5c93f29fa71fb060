import { EngineError, type EngineColumn } from 'backstage-plugin-service-insights-node';

/**
 * Checks the columns of a result against those that were asked for, by name and type. The order does not matter, nor
 * does what comes besides.
 *
 * @returns where each expected column stands in a row; nothing when it is just these, in order, as it should be
 * @throws EngineError of class `definition` when a column is missing or has another type
 */
export function placesOfColumns(
  given: readonly EngineColumn[],
  expected: readonly EngineColumn[],
): number[] | undefined {
  const places = expected.map(({ name }) => given.findIndex(column => column.name === name));
  const problems = expected.flatMap(({ name, type }, i) => {
    const found = given.at(places[i])?.type;
    if (places[i] < 0 || found === undefined) return [`${name} is missing`];
    return found.startsWith(type) ? [] : [`${name} is ${found}, must be ${type}`];
  });
  if (problems.length > 0) {
    throw new EngineError({
      class: 'definition',
      code: 'schema',
      message: `The result has other columns than were asked for: ${problems.join(', ')}`,
    });
  }
  const isAsAsked = given.length === expected.length && places.every((place, i) => place === i);
  return isAsAsked ? undefined : places;
}
