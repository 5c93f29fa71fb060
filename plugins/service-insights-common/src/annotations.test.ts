import { parseServiceAnnotation } from './annotations';

describe('parseServiceAnnotation', () => {
  it('reads several services, narrowed to a dataset where one is named', () => {
    expect(
      parseServiceAnnotation(' order-api, legacy-logs:orders ,order-api,', ['legacy-logs']),
    ).toEqual([{ service: 'order-api' }, { dataset: 'legacy-logs', service: 'orders' }]);
  });

  it('leaves a colon alone that names no dataset', () => {
    expect(parseServiceAnnotation('urn:svc:7', ['lake'])).toEqual([{ service: 'urn:svc:7' }]);
  });

  it('finds nothing in nothing', () => {
    expect(parseServiceAnnotation(undefined, [])).toEqual([]);
    expect(parseServiceAnnotation(' , lake: ', ['lake'])).toEqual([]);
  });
});
