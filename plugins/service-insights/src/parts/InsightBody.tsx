import { Button, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import type { InsightData, InsightId, Envelope } from 'backstage-plugin-service-insights-common';
import { useRef, type CSSProperties, type ReactNode, type RefObject } from 'react';
import { describeEnvelope } from '../envelope/describeEnvelope';
import { describeError } from '../envelope/describeError';
import type { Asker } from '../loading/InsightState';
import type { Insight } from '../loading/useInsight';
import { useWords } from '../translation/useWords';
import { CopyButton } from './CopyButton';
import { DataFooter } from './DataFooter';
import { ExportMenu } from './ExportMenu';
import styles from './InsightBody.module.css';
import { Notice } from './Notice';
import { useEntityContext } from './useEntityContext';

/** What a body needs to show one insight. */
export type InsightBodyProps<I extends InsightId> = {
  insight: Insight<I>;
  /** Lets the reader take the numbers along. */
  exportAs?: I;
  /** What is loading, in the texts. */
  title: string;
  /** The height the body has when it is loaded: it never moves what is below. */
  heightPx: number;
  /** Sets everything closer, for a card that must stay low even with a line above its numbers. */
  isCompact?: boolean;
  /** Asks for the longer period that may hold something; absent when there is none. */
  onWiden?(): void;
  footer?: ReactNode;
  children(data: InsightData[I], meta: Envelope): ReactNode;
};

/** The one way a number gets onto a screen: with its state, its envelope and its words. */
export function InsightBody<I extends InsightId>(props: InsightBodyProps<I>) {
  const { state } = props.insight;
  const isBusy = state.phase === 'loading';
  const style: CSSProperties & Record<'--si-body-height', string> = {
    '--si-body-height': `${props.heightPx}px`,
  };
  const body = useRef<HTMLDivElement>(null);
  /** What a button here does makes the button go: the focus must not go with it. */
  const keepingFocus = (act: () => void) => () => {
    body.current?.focus();
    act();
  };
  const { insight, onWiden } = props;
  return (
    <div
      ref={body}
      role="group"
      aria-label={props.title}
      tabIndex={-1}
      className={`${styles.body} ${props.isCompact ? styles.compact : ''}`}
      style={style}
      aria-busy={isBusy}
    >
      <BodyOfState
        {...props}
        insight={{
          ...insight,
          retry: keepingFocus(insight.retry),
          stop: keepingFocus(insight.stop),
        }}
        onWiden={onWiden && keepingFocus(onWiden)}
        body={body}
      />
    </div>
  );
}

type BodyProps<I extends InsightId> = InsightBodyProps<I> & { body: RefObject<HTMLElement> };

function BodyOfState<I extends InsightId>(props: BodyProps<I>) {
  const { insight, title } = props;
  const { state, retry, stop } = insight;
  const { t } = useWords();
  switch (state.phase) {
    case 'loading':
      return state.pace === 'quick' ? null : (
        <>
          <VisuallyHidden>{t('state.loading', { title })}</VisuallyHidden>
          <Skeleton width="100%" className={styles.skeleton} />
          <div className={styles.slow} aria-live="polite">
            {state.pace === 'slow' && (
              <>
                <Text variant="body-small">{t('state.stillLoading')}</Text>
                <Button size="small" variant="secondary" onPress={stop}>
                  {t('state.cancel')}
                </Button>
              </>
            )}
          </div>
        </>
      );
    case 'stopped':
      return (
        <div className={styles.centred} role="status">
          <Text>{t('state.stopped')}</Text>
          <Button size="small" variant="secondary" onPress={retry}>
            {t('state.load')}
          </Button>
        </div>
      );
    case 'failed':
      return <FailedBody error={state.error} asker={state.asker} title={title} retry={retry} />;
    default:
      return <AnsweredBody {...props} state={state} />;
  }
}

function FailedBody(props: { error: Error; asker: Asker; title: string; retry(): void }) {
  const words = useWords();
  const { text, action } = describeError(props.error, props.title, useEntityContext(), words);
  const { t } = words;
  return (
    <div className={styles.centred} role={props.asker === 'reader' ? 'alert' : 'status'}>
      <Text>{text}</Text>
      {action.kind === 'retry' && (
        <Button size="small" variant="secondary" onPress={props.retry}>
          {t('state.retry')}
        </Button>
      )}
      {action.kind === 'copy' && (
        <CopyButton text={action.request} label={t('state.copyRequest')} done={t('state.copied')} />
      )}
    </div>
  );
}

function AnsweredBody<I extends InsightId>(
  props: BodyProps<I> & { state: Extract<Insight<I>['state'], { phase: 'answered' }> },
) {
  const { title, insight, onWiden, footer } = props;
  const { answer, refresh } = props.state;
  const words = useWords();
  const { t } = words;
  const { data, meta } = answer;
  const envelope = describeEnvelope(meta, data !== null, words);
  return (
    <>
      {refresh.kind === 'running' && (
        <div className={styles.updating} role="status">
          <VisuallyHidden>{t('state.updating', { title })}</VisuallyHidden>
        </div>
      )}
      {refresh.kind === 'failed' && (
        <Notice
          tone="warning"
          role={refresh.asker === 'reader' ? 'alert' : 'status'}
          action={
            <Button size="small" variant="secondary" onPress={insight.retry}>
              {t('state.retry')}
            </Button>
          }
        >
          {t('state.errorKept', { title })}
        </Notice>
      )}
      {envelope.banner && refresh.kind !== 'failed' && (
        <Notice tone={envelope.banner.tone} role="status">
          {envelope.banner.text}
        </Notice>
      )}
      {envelope.body.kind === 'data' && data !== null ? (
        props.children(data, meta)
      ) : (
        <div className={styles.centred}>
          <Text>{envelope.body.kind === 'words' ? envelope.body.text : ''}</Text>
          {envelope.body.kind === 'words' && envelope.body.action === 'widen' && onWiden && (
            <Button size="small" variant="secondary" onPress={onWiden}>
              {t('state.widen')}
            </Button>
          )}
        </div>
      )}
      <DataFooter meta={meta} subject={data?.subject} words={envelope}>
        {footer}
        {props.exportAs && data !== null && (
          <ExportMenu insight={props.exportAs} answer={answer} title={title} body={props.body} />
        )}
      </DataFooter>
    </>
  );
}
