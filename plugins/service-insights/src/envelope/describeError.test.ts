import { InsightRequestError } from '../api';
import { englishWords } from '../__testUtils__/englishWords';
import { describeError } from './describeError';

const words = englishWords();
const entity = { ref: 'component:default/order-api', owner: 'team-orders' };
const failed = (statusCode: number) =>
  new InsightRequestError(statusCode, { name: 'Error', message: 'arn:secret' });

describe('describeError', () => {
  it('tells whom to ask for permission, and has the request ready', () => {
    expect(describeError(failed(403), 'Usage', entity, words)).toEqual({
      kind: 'forbidden',
      text: 'You need service-insights.read for this service. Ask team-orders.',
      action: {
        kind: 'copy',
        request: 'Please give me service-insights.read for component:default/order-api.',
      },
    });
    expect(describeError(failed(403), 'Usage', { ref: entity.ref }, words).text).toBe(
      'You need service-insights.read for this service. Ask whoever owns it.',
    );
  });

  it('does not offer to retry what will not be found', () => {
    expect(describeError(failed(404), 'Usage', entity, words)).toMatchObject({
      kind: 'unknownEntity',
      action: { kind: 'none' },
    });
  });

  it('offers to retry everything else, and keeps the error’s own text off the screen', () => {
    for (const error of [failed(500), failed(503), new TypeError('Failed to fetch')]) {
      expect(describeError(error, 'Usage', entity, words)).toEqual({
        kind: 'failed',
        text: 'Could not load usage.',
        action: { kind: 'retry' },
      });
    }
  });
});
