import type { Words } from '../translation/useWords';

/** Why there is no answer, and what the reader can do. */
export type ErrorWords = {
  kind: 'forbidden' | 'unknownEntity' | 'failed';
  text: string;
  action: { kind: 'retry' } | { kind: 'copy'; request: string } | { kind: 'none' };
};

/** The permission whose absence is named to the reader. */
const permission = 'service-insights.read';

/**
 * Says what an error means to the reader. Its own message stays out of the card: it is written for the log.
 *
 * @param title - the card's title
 * @param entity - the entity that was asked about, and who owns it
 */
export function describeError(
  error: Error,
  title: string,
  entity: { ref: string; owner?: string },
  { t, format }: Words,
): ErrorWords {
  switch (statusCodeOf(error)) {
    case 403:
      return {
        kind: 'forbidden',
        text: entity.owner
          ? t('state.forbidden', { permission, owner: entity.owner })
          : t('state.forbiddenNoOwner', { permission }),
        action: { kind: 'copy', request: t('state.request', { permission, entity: entity.ref }) },
      };
    case 404:
      return { kind: 'unknownEntity', text: t('state.unknownEntity'), action: { kind: 'none' } };
    default:
      return {
        kind: 'failed',
        text: t('state.error', { title: format.inSentence(title) }),
        action: { kind: 'retry' },
      };
  }
}

/** The status of any error that carries one, as errors of the client and of Backstage do. */
function statusCodeOf(error: Error): number | undefined {
  return 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}
