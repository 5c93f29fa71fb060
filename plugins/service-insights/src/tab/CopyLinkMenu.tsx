import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiLink } from '@remixicon/react';
import type { Envelope } from 'backstage-plugin-service-insights-common';
import { useToasts } from '../parts/useToasts';
import { useWords } from '../translation/useWords';
import { searchOf } from './view/searchOf';
import type { TabView } from './view/TabView';
import type { TabChoices } from './view/useTabView';
import { writeTabView } from './view/writeTabView';

/** Copies a link to what is shown: as "the last 28 days", or as these very days. */
export function CopyLinkMenu(props: { choices: TabChoices; period?: Envelope['period'] }) {
  const { choices, period } = props;
  const { t } = useWords();
  const toasts = useToasts();
  const copy = async (view: TabView) => {
    await window.navigator.clipboard.writeText(linkTo(view));
    toasts.post({ title: t('filter.copied'), status: 'success' });
  };
  return (
    <MenuTrigger>
      <Button size="small" variant="secondary" iconStart={<RiLink />}>
        {t('filter.copyLink')}
      </Button>
      <Menu>
        <MenuItem onAction={() => copy(choices.view)}>{t('filter.relativeLink')}</MenuItem>
        <MenuItem
          isDisabled={!period}
          onAction={() => period && copy({ ...choices.view, days: { kind: 'custom', ...period } })}
        >
          {t('filter.frozenLink')}
        </MenuItem>
      </Menu>
    </MenuTrigger>
  );
}

function linkTo(view: TabView): string {
  const url = new URL(window.location.href);
  const params = writeTabView(new URLSearchParams(url.search), view);
  return `${url.origin}${url.pathname}${params.size > 0 ? '?' : ''}${searchOf(params)}${url.hash}`;
}
