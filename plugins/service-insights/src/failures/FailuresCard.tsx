import { DetailCard } from '../parts/DetailCard';
import { useWords } from '../translation/useWords';
import { FailuresSection } from './FailuresSection';

/** The failures section as a card. */
export function FailuresCard() {
  return <DetailCard title={useWords().t('failures.title')} section={FailuresSection} />;
}
