import { DetailCard } from '../parts/DetailCard';
import { useWords } from '../translation/useWords';
import { UsageSection } from './UsageSection';

/** The usage section as a card. */
export function UsageCard() {
  return <DetailCard title={useWords().t('usage.title')} section={UsageSection} />;
}
