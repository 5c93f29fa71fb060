import {
  envelopeStatuses,
  type Envelope,
  type EnvelopeStatus,
  type PortfolioAnswer,
} from 'backstage-plugin-service-insights-common';

/** A portfolio with the one envelope that is shown with it. */
export type EnvelopedPortfolio = {
  /** Of many services, and therefore without a subject. */
  data: PortfolioAnswer['data'] & { subject?: undefined };
  /** Absent where no service has numbers. */
  meta?: Envelope;
  /** The other data sets its numbers are from. */
  others: PortfolioAnswer['datasets'];
};

/** States of a service: a portfolio has rows all the same, and they tell. */
const ofOneService: readonly EnvelopeStatus[] = ['pending', 'noData', 'suppressed'];

/** Puts the envelope of the data set that is worst off beside the numbers, and keeps the others for whoever asks. */
export function envelopePortfolio({ data, datasets }: PortfolioAnswer): EnvelopedPortfolio {
  const judged = datasets.map(({ meta, ...dataset }) => ({ ...dataset, meta: ofMany(meta) }));
  const [worst, ...others] = judged.sort((a, b) => rankOf(a.meta) - rankOf(b.meta));
  return { data, meta: worst?.meta, others };
}

function ofMany(meta: Envelope): Envelope {
  const [status = 'ok', ...also] = [meta.status, ...meta.also].filter(
    state => !ofOneService.includes(state),
  );
  return { ...meta, status, also };
}

function rankOf({ status }: Envelope): number {
  return envelopeStatuses.indexOf(status);
}
