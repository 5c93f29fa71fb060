import { linePath } from './linePath';

const size = { width: 100, height: 24, top: 10 };

describe('linePath', () => {
  it('draws from zero at the bottom to the highest at the top', () => {
    expect(linePath([0, 10, 5], size)).toBe('M0 22L50 2L100 12');
  });

  it('leaves a gap where a day has no data, and keeps a day that stands alone', () => {
    expect(linePath([0, 10, null, 5], size)).toBe('M0 22L33.33 2M100 12h0.01');
    expect(linePath([null, null], size)).toBe('');
  });

  it('draws zeros as a line at the bottom', () => {
    expect(linePath([0, 0], { ...size, top: 0 })).toBe('M0 22L100 22');
  });
});
