import { Button, Link } from '@backstage/ui';
import {
  RiArrowRightDownLine,
  RiErrorWarningLine,
  RiPieChartLine,
  RiStopCircleLine,
  RiUserUnfollowLine,
} from '@remixicon/react';
import { humanizeEntityRef, useEntityRefLink } from '@backstage/plugin-catalog-react';
import { parseEntityRef } from '@backstage/catalog-model';
import type { Attention, PortfolioRow } from 'backstage-plugin-service-insights-common';
import { useState } from 'react';
import { Sparkline } from '../parts/Sparkline';
import { useWords } from '../translation/useWords';
import styles from './AttentionList.module.css';
import { describeAttention } from './describeAttention';

/** A service, and at least one reason to look at it. */
export type AttentionRow = PortfolioRow & { attention: Attention[] };

/** More than these are shown when asked for, so that the card keeps its height. */
const mostRows = 3;

const icons = {
  'failures-rising': RiErrorWarningLine,
  'usage-falling': RiArrowRightDownLine,
  'usage-stopped': RiStopCircleLine,
  'customers-leaving': RiUserUnfollowLine,
  concentrated: RiPieChartLine,
} as const satisfies Record<Attention['flag'], unknown>;

/** The services that somebody should look at, each with every reason why. */
export function AttentionList(props: { rows: readonly AttentionRow[] }) {
  const { rows } = props;
  const { t, format } = useWords();
  const linkTo = useEntityRefLink();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? rows : rows.slice(0, mostRows);
  return (
    <>
      <ul className={styles.list} aria-label={t('portfolio.attention', { count: rows.length })}>
        {shown.map(({ entityRef, attention, series }) => (
          <li key={entityRef} className={styles.row}>
            <Link href={linkTo(entityRef)} className={styles.name}>
              {humanizeEntityRef(parseEntityRef(entityRef), { defaultKind: 'component' })}
            </Link>
            <ul className={styles.reasons}>
              {attention.map(reason => (
                <Reason key={reason.flag} attention={reason} />
              ))}
            </ul>
            <div className={styles.line}>
              {series.length > 0 && <Sparkline values={series} tone="usage" />}
            </div>
          </li>
        ))}
      </ul>
      {rows.length > mostRows && (
        <Button size="small" variant="tertiary" onPress={() => setWhole(!isWhole)}>
          {isWhole
            ? t('portfolio.showFewer')
            : t('portfolio.showAll', { number: format.exact(rows.length) })}
        </Button>
      )}
    </>
  );
}

function Reason({ attention }: { attention: Attention }) {
  const { name, detail } = describeAttention(attention, useWords());
  const Icon = icons[attention.flag];
  return (
    <li className={styles.reason}>
      <Icon size={16} aria-hidden />
      <span>
        <strong>{name}</strong> {detail}
      </span>
    </li>
  );
}
