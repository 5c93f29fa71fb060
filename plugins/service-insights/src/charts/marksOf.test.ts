import { englishWords } from '../__testUtils__/englishWords';
import { envelope } from '../__testUtils__/fixtures';
import { marksOf } from './marksOf';

describe('marksOf', () => {
  const words = englishWords();
  const changed = (day: string) => envelope({ definitionChanges: [{ day, version: 4 }] });

  it('marks the day on which the definition changed', () => {
    const days = ['2026-03-02', '2026-03-03', '2026-03-04'];
    expect(marksOf(changed('2026-03-03'), days, words)).toEqual([
      { at: '2026-03-03', label: 'Definition 4' },
    ]);
  });

  it('marks the week that holds the day', () => {
    const weeks = ['2026-02-23', '2026-03-02', '2026-03-09'];
    expect(marksOf(changed('2026-03-05'), weeks, words)[0].at).toBe('2026-03-02');
    expect(marksOf(changed('2026-03-20'), weeks, words)[0].at).toBe('2026-03-09');
  });

  it('marks nothing in a chart without points', () => {
    expect(marksOf(changed('2026-03-05'), [], words)).toEqual([]);
  });
});
