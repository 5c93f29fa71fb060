import { DetailCard } from '../parts/DetailCard';
import { useWords } from '../translation/useWords';
import { AdoptionSection } from './AdoptionSection';

/** The adoption section as a card. */
export function AdoptionCard() {
  return <DetailCard title={useWords().t('adoption.title')} section={AdoptionSection} />;
}
