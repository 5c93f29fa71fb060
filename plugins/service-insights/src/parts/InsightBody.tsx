import type {
  Envelope,
  InsightAnswer,
  InsightData,
  InsightId,
} from 'backstage-plugin-service-insights-common';
import type { ReactNode } from 'react';
import type { Question } from '../loading/useAnswer';
import { AnswerBody, type AnswerBodyProps } from './AnswerBody';
import { ExportMenu } from './ExportMenu';

/** An insight whose numbers the reader can take along. */
export function InsightBody<I extends InsightId>(
  props: Pick<
    AnswerBodyProps<InsightAnswer<I>>,
    'title' | 'heightPx' | 'narrowHeightPx' | 'onWiden'
  > & {
    insight: Question<InsightAnswer<I>>;
    exportAs: I;
    children(data: InsightData[I], meta: Envelope): ReactNode;
  },
) {
  const { insight, exportAs, title, heightPx, narrowHeightPx, onWiden, children } = props;
  return (
    <AnswerBody
      question={insight}
      title={title}
      heightPx={heightPx}
      narrowHeightPx={narrowHeightPx}
      onWiden={onWiden}
      footer={(answer, body) =>
        answer.data !== null && (
          <ExportMenu insight={exportAs} answer={answer} title={title} body={body} />
        )
      }
    >
      {children}
    </AnswerBody>
  );
}
