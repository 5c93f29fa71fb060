import { describeCallFailure, isExpired } from './describeCallFailure';
import { describeQueryFailure } from './queryFailures';

const fault = (name: string, more: object = {}) =>
  Object.assign(new Error('arn:aws:secret'), { name, ...more });

describe('describeCallFailure', () => {
  it.each([
    ['ThrottlingException', {}, 'throttled'],
    ['TooManyRequestsException', {}, 'throttled'],
    ['InternalServerException', { $metadata: { httpStatusCode: 500 } }, 'transient'],
    ['SyntaxError', { $metadata: { httpStatusCode: 503 } }, 'transient'],
    ['TimeoutError', {}, 'transient'],
    ['AbortError', {}, 'transient'],
    ['InvalidRequestException', { AthenaErrorCode: 'MALFORMED_QUERY' }, 'definition'],
    ['InvalidRequestException', { AthenaErrorCode: 'INVALID_INPUT' }, 'operator'],
    ['InvalidRequestException', { AthenaErrorCode: 'IDEMPOTENT_PARAMETER_MISMATCH' }, 'operator'],
    ['InvalidRequestException', { AthenaErrorCode: 'QUERY_EXECUTION_NOT_FOUND' }, 'transient'],
    ['ExpiredTokenException', {}, 'operator'],
    ['AccessDeniedException', {}, 'operator'],
    ['NoSuchKey', {}, 'transient'],
  ])('%s %j is %s', (name, more, expected) => {
    const failure = describeCallFailure(fault(name, more));
    expect(failure.class).toBe(expected);
    expect(JSON.stringify(failure)).not.toContain('arn:');
  });

  it('takes whatever is thrown', () => {
    for (const thrown of [undefined, null, 'text', 7, {}]) {
      expect(describeCallFailure(thrown).class).toBe('transient');
      expect(isExpired(thrown)).toBe(false);
    }
  });
});

describe('describeQueryFailure', () => {
  const classOf = (type: number | undefined, category?: number, retryable?: boolean) =>
    describeQueryFailure({ type, category, retryable }).class;

  it('follows the table of Athena for every error type', () => {
    expect([0, 8, 100, 203, 237, 300, 401, 9999].map(type => classOf(type))).toEqual(
      Array(8).fill('transient'),
    );
    expect([206, 210, 1000, 1006, 1100, 1109, 1301, 1402].map(type => classOf(type))).toEqual(
      Array(8).fill('definition'),
    );
    expect([1400, 1403, 1406, 1602].map(type => classOf(type))).toEqual(Array(4).fill('throttled'));
    expect([234, 1500, 1501].map(type => classOf(type))).toEqual(Array(3).fill('operator'));
    expect(classOf(1302)).toBe('transient');
  });

  it('goes by the category where the type is new', () => {
    expect(classOf(7777, 2)).toBe('definition');
    expect(classOf(7777, 1)).toBe('transient');
    expect(classOf(7777, 2, true)).toBe('transient');
    expect(classOf(undefined)).toBe('transient');
  });
});
