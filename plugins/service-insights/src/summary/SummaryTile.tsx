import { Card } from '@backstage/ui';
import { Delta } from '../parts/Delta';
import { Sparkline } from '../parts/Sparkline';
import { useWords } from '../translation/useWords';
import { nameOfTile } from './nameOfTile';
import styles from './SummaryTile.module.css';
import type { Tile } from './tiles';

/**
 * A figure that is one link to its section, or plain where there is no such section to go to.
 *
 * @param comparison - with what it is compared, as a sentence
 */
export function SummaryTile(props: { tile: Tile; href?: string; comparison?: string }) {
  const { tile, href, comparison } = props;
  const words = useWords();
  const content = (
    <div className={styles.content} aria-hidden={href ? true : undefined}>
      <div className={styles.words}>
        <span className={styles.title}>{tile.title}</span>
        <span className={styles.value} title={tile.exact}>
          {tile.shown}
        </span>
        {tile.figure && <Delta metric={tile.metric} figure={tile.figure} />}
      </div>
      <Sparkline values={tile.values} previous={tile.previous} tone={tile.section} />
    </div>
  );
  if (!href) return <Card className={styles.tile}>{content}</Card>;
  return (
    <Card className={styles.tile} href={href} label={nameOfTile(tile, comparison, words)}>
      {content}
    </Card>
  );
}
