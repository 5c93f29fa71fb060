import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import { useWords } from '../translation/useWords';
import { CardErrorBoundary } from './CardErrorBoundary';
import palette from './palette.module.css';

/** The shell of every card on an entity's page. */
export function InsightCard(props: { title: string; actions?: ReactNode; children: ReactNode }) {
  const { t } = useWords();
  return (
    <EntityInfoCard title={props.title} headerActions={props.actions}>
      <div className={palette.scope}>
        <CardErrorBoundary fallback={<Text role="status">{t('state.broken')}</Text>}>
          {props.children}
        </CardErrorBoundary>
      </div>
    </EntityInfoCard>
  );
}
