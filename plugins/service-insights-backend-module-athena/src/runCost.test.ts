import { athenaOptionsSchema } from './athenaOptions';
import { runCost } from './runCost';

const { pricing } = athenaOptionsSchema.parse({ region: 'eu-west-1', workGroup: 'insights' });
const mb = 2 ** 20;

describe('runCost', () => {
  it.each([
    ['the floor of ten megabytes', 1, 'executed', 10 * mb],
    ['the floor, having read nothing', 0, 'executed', 10 * mb],
    ['whole megabytes', 25 * mb + 1, 'executed', 26 * mb],
    ['what a cancelled query had read', 12 * mb, 'cancelled', 12 * mb],
    ['nothing for a query cancelled before it read', 0, 'cancelled', 0],
    ['nothing for a failed query', 900 * mb, 'failed', 0],
    ['nothing for a reused result', 0, 'reused', 0],
  ] as const)('bills %s', (_, bytesScanned, billing, bytesBilled) => {
    expect(runCost(bytesScanned, billing, pricing)).toEqual({
      bytesScanned,
      bytesBilled,
      usd: (bytesBilled / 2 ** 40) * 5,
    });
  });

  it('takes the price of the region from the configuration', () => {
    expect(runCost(2 ** 40, 'executed', { ...pricing, usdPerTerabyte: 9 }).usd).toBe(9);
  });
});
