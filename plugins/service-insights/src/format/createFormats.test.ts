import { createFormats } from './createFormats';

describe('createFormats', () => {
  it('follows the language of the app', () => {
    const en = createFormats('en', 2026);
    const de = createFormats('de', 2026);
    expect([en.compact(6_912_345), de.compact(6_912_345)]).toEqual(['6.91M', '6,91\u00a0Mio.']);
    expect([en.exact(6_912_345), de.exact(6_912_345)]).toEqual(['6,912,345', '6.912.345']);
    expect([en.day('2026-03-14'), de.day('2026-03-14')]).toEqual(['Mar 14', '14. März']);
    expect([en.share(0.0042), de.share(0.0042)]).toEqual(['0.42%', '0,42\u00a0%']);
    expect([en.share(0.614), en.share(0), en.share(1)]).toEqual(['61.4%', '0%', '100%']);
  });

  it('never shifts a day into the zone of the viewer', () => {
    const { day, period } = createFormats('en', 2026);
    expect(day('2026-01-01')).toBe('Jan 1');
    expect(period({ from: '2025-12-31', to: '2026-01-01' })).toMatch(
      /^Dec 31, 2025\s–\sJan 1, 2026$/,
    );
  });

  it('names the year where it is not this one', () => {
    expect(createFormats('en', 2027).day('2026-03-14')).toBe('Mar 14, 2026');
  });

  it('says points of a series, days and hours alike', () => {
    const { point } = createFormats('en', 2026);
    expect(point('2026-03-14')).toBe('Mar 14');
    expect(createFormats('de', 2026).monthOfYear('2026-03-01')).toBe('März 2026');
    expect(point('2026-03-14T09')).toMatch(/Mar 14, 09:00\sAM/);
  });

  it('says how long ago something was, and never that it is still to come', () => {
    const now = '2026-03-15T09:00:00.000Z';
    const ago = (text: string, language = 'en') => createFormats(language, 2026).ago(text, now);
    expect(ago('2026-03-15T06:12:00Z')).toBe('2 hours ago');
    expect(ago('2026-03-15T08:58:30Z', 'de')).toBe('vor 1 Minute');
    expect(ago('2026-03-13T09:00:00Z')).toBe('2 days ago');
    expect(ago('2026-03-15T09:02:00Z')).toBe('this minute');
  });
});
