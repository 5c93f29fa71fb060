import { ShareBar } from '../parts/ShareBar';
import { useWords } from '../translation/useWords';

/** A part of a change, as a bar of the whole: parts that work against it have none. */
export function ContributionBar(props: {
  part: number;
  whole: number;
  tone?: 'usage' | 'failures';
}) {
  const { part, whole, tone } = props;
  const { format } = useWords();
  const share = whole === 0 ? 0 : Math.max(0, part / whole);
  return <ShareBar share={share} text={format.signedExact(Math.round(part))} tone={tone} />;
}
