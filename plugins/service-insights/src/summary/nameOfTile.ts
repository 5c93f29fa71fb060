import { describeChange } from '../format/describeChange';
import type { Words } from '../translation/useWords';
import type { Tile } from './tiles';

/**
 * Everything a tile shows, for whoever listens.
 *
 * @param comparison - with what it is compared, as a sentence
 */
export function nameOfTile(tile: Tile, comparison: string | undefined, words: Words): string {
  const spoken = tile.figure && describeChange(tile.metric, tile.figure, words)?.spoken;
  return words.t('summary.tile', {
    title: tile.title,
    value: tile.value,
    change: spoken ? `${spoken} ${comparison ?? ''}` : '',
  });
}
