import { SERVICE_INSIGHTS_ANNOTATION } from 'backstage-plugin-service-insights-common';
import { describeError } from '../envelope/describeError';
import { useInsight } from '../loading/useInsight';
import { AnswerBody } from '../parts/AnswerBody';
import palette from '../parts/palette.module.css';
import { useEntityContext } from '../parts/useEntityContext';
import { useWords } from '../translation/useWords';
import { InsightsSections } from './InsightsSections';
import { SetUpInstructions } from './SetUpInstructions';

/** The Insights tab: the three sections, or how to get them. */
export function InsightsTab() {
  const { entity } = useEntityContext();
  return entity.metadata.annotations?.[SERVICE_INSIGHTS_ANNOTATION] ? (
    <InsightsSections />
  ) : (
    <UnannotatedTab />
  );
}

/** Never changes, so that it is asked once. */
const defaultQuery = {};

/** Without an annotation only the backend knows whether a data set finds the entity by its name. */
function UnannotatedTab() {
  const words = useWords();
  const title = words.t('tab.title');
  const entity = useEntityContext();
  const insight = useInsight('overview', entity.ref, defaultQuery);
  const { state } = insight;
  if (state.phase === 'answered') return <InsightsSections />;
  if (state.phase === 'failed') {
    const { kind } = describeError(state.error, title, entity, words);
    if (kind === 'unknownEntity') return <SetUpInstructions entity={entity.entity} />;
  }
  return (
    <div className={palette.scope}>
      <AnswerBody question={insight} title={title} heightPx={320}>
        {() => null}
      </AnswerBody>
    </div>
  );
}
