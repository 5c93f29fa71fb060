import { Button, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import type { Envelope, Subject } from 'backstage-plugin-service-insights-common';
import { useRef, type CSSProperties, type ReactNode, type RefObject } from 'react';
import { describeEnvelope, type EnvelopeWords } from '../envelope/describeEnvelope';
import { describeError } from '../envelope/describeError';
import type { AnswerState, Asker } from '../loading/AnswerState';
import type { Question } from '../loading/useAnswer';
import { useWords } from '../translation/useWords';
import { CopyButton } from './CopyButton';
import { DataFooter } from './DataFooter';
import styles from './AnswerBody.module.css';
import { Notice } from './Notice';
import { useEntityContext } from './useEntityContext';

/** Data with its envelope; without one only where nothing was there to put into one. */
type Answer = { data: { subject?: Subject } | null; meta?: Envelope };

/** What a body needs to show one answer. */
export type AnswerBodyProps<A extends Answer> = {
  question: Question<A>;
  /** What is loading, in the texts. */
  title: string;
  /** The height the body has when it is loaded: it never moves what is below. */
  heightPx: number;
  /** The same where there is little width, and more lines. */
  narrowHeightPx?: number;
  /** Sets everything closer, for a card that must stay low even with a line above its numbers. */
  isCompact?: boolean;
  /** Asks for the longer period that may hold something; absent when there is none. */
  onWiden?(): void;
  /** What else there is to say of the data, for whoever asks for more. */
  further?(answer: A): string[];
  /** What stands beside the line about the data. */
  footer?(answer: A, body: RefObject<HTMLElement>): ReactNode;
  children(data: NonNullable<A['data']>, meta: A['meta']): ReactNode;
};

/** The one way a number gets onto a screen: with its state, its envelope and its words. */
export function AnswerBody<A extends Answer>(props: AnswerBodyProps<A>) {
  const { state } = props.question;
  const isBusy = state.phase === 'loading';
  const { heightPx, narrowHeightPx = heightPx } = props;
  const style: CSSProperties & Record<'--si-body-height' | '--si-narrow-body-height', string> = {
    '--si-body-height': `${heightPx}px`,
    '--si-narrow-body-height': `${narrowHeightPx}px`,
  };
  const body = useRef<HTMLDivElement>(null);
  /** What a button here does makes the button go: the focus must not go with it. */
  const keepingFocus = (act: () => void) => () => {
    body.current?.focus();
    act();
  };
  const { question, onWiden } = props;
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
        question={{
          ...question,
          retry: keepingFocus(question.retry),
          stop: keepingFocus(question.stop),
        }}
        onWiden={onWiden && keepingFocus(onWiden)}
        body={body}
      />
    </div>
  );
}

type BodyProps<A extends Answer> = AnswerBodyProps<A> & { body: RefObject<HTMLElement> };

function BodyOfState<A extends Answer>(props: BodyProps<A>) {
  const { question, title } = props;
  const { state, retry, stop } = question;
  const { t, format } = useWords();
  switch (state.phase) {
    case 'loading':
      return state.pace === 'quick' ? null : (
        <>
          <VisuallyHidden>{t('state.loading', { title: format.inSentence(title) })}</VisuallyHidden>
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

function AnsweredBody<A extends Answer>(
  props: BodyProps<A> & { state: Extract<AnswerState<A>, { phase: 'answered' }> },
) {
  const { title, question, body } = props;
  const { answer, refresh } = props.state;
  const words = useWords();
  const { t, format } = words;
  const { data, meta } = answer;
  const envelope = meta && describeEnvelope(meta, data !== null, words);
  return (
    <>
      {refresh.kind === 'running' && (
        <div className={styles.updating} role="status">
          <VisuallyHidden>
            {t('state.updating', { title: format.inSentence(title) })}
          </VisuallyHidden>
        </div>
      )}
      {refresh.kind === 'failed' && (
        <Notice
          tone="warning"
          role={refresh.asker === 'reader' ? 'alert' : 'status'}
          action={
            <Button size="small" variant="secondary" onPress={question.retry}>
              {t('state.retry')}
            </Button>
          }
        >
          {t('state.errorKept', { title: format.inSentence(title) })}
        </Notice>
      )}
      {envelope?.banner && refresh.kind !== 'failed' && (
        <Notice tone={envelope.banner.tone} role="status">
          {envelope.banner.text}
        </Notice>
      )}
      {envelope?.body.kind === 'words' ? (
        <WordsBody words={envelope.body} onWiden={props.onWiden} />
      ) : (
        data && props.children(data, meta)
      )}
      {meta && envelope && (
        <DataFooter
          meta={meta}
          subject={data?.subject}
          words={{
            ...envelope,
            further: [...envelope.further, ...(props.further?.(answer) ?? [])],
          }}
        >
          {props.footer?.(answer, body)}
        </DataFooter>
      )}
    </>
  );
}

function WordsBody(props: {
  words: Extract<EnvelopeWords['body'], { kind: 'words' }>;
  onWiden?(): void;
}) {
  const { words, onWiden } = props;
  const { t } = useWords();
  return (
    <div className={styles.centred}>
      <Text>{words.text}</Text>
      {words.action === 'widen' && onWiden && (
        <Button size="small" variant="secondary" onPress={onWiden}>
          {t('state.widen')}
        </Button>
      )}
    </div>
  );
}
