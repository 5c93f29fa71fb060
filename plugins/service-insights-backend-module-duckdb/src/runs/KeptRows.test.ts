import { KeptRows } from './KeptRows';

const rows = (bytes: number) => ({ batches: [], bytes });

describe('KeptRows', () => {
  it('makes room by dropping what was read, then what is oldest', () => {
    let nowMs = 0;
    const kept = new KeptRows(100, () => nowMs);
    for (const id of ['a', 'b', 'c']) {
      nowMs += 1;
      kept.keep(id, rows(30));
    }
    kept.wasRead('b');
    kept.keep('d', rows(30));
    expect(['a', 'b', 'c', 'd'].filter(id => kept.find(id))).toEqual(['a', 'c', 'd']);
    kept.keep('e', rows(60));
    expect(['a', 'c', 'd', 'e'].filter(id => kept.find(id))).toEqual(['d', 'e']);
  });

  it('lets rows go after a while', () => {
    let nowMs = 0;
    const kept = new KeptRows(100, () => nowMs);
    kept.keep('a', rows(30));
    nowMs = 15 * 60_000;
    kept.expire();
    expect(kept.find('a')).toBeDefined();
    nowMs += 1;
    kept.expire();
    expect(kept.find('a')).toBeUndefined();
    kept.keep('b', rows(100));
    expect(kept.find('b')).toBeDefined();
  });
});
