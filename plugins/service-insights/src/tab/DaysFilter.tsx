import { DateRangePicker, Select } from '@backstage/ui';
import { parseDate } from '@internationalized/date';
import type { Envelope, PresetPeriod } from 'backstage-plugin-service-insights-common';
import { presetName } from '../parts/presetName';
import { useWords } from '../translation/useWords';
import type { ChosenDays } from './view/TabView';

const presets = ['7d', '28d', '90d', '12m'] as const satisfies readonly PresetPeriod[];

/** A preset period, or a first and a last day within what is kept. */
export function DaysFilter(props: {
  days: ChosenDays;
  meta?: Envelope;
  onChange(days: ChosenDays): void;
}) {
  const { days, meta, onChange } = props;
  const words = useWords();
  const { t } = words;
  return (
    <>
      <Select
        aria-label={t('filter.period')}
        size="small"
        options={[
          ...presets.map(preset => ({ value: preset, label: presetName(preset, words) })),
          { value: 'custom', label: t('filter.custom') },
        ]}
        value={days.kind === 'preset' ? days.range : 'custom'}
        onChange={key => {
          const range = presets.find(preset => preset === key);
          if (range) onChange({ kind: 'preset', range });
          else if (meta && days.kind === 'preset') onChange({ kind: 'custom', ...meta.period });
        }}
      />
      {days.kind === 'custom' && (
        <DateRangePicker
          aria-label={t('filter.days')}
          size="small"
          value={{ start: parseDate(days.from), end: parseDate(days.to) }}
          minValue={meta?.historyStart ? parseDate(meta.historyStart) : undefined}
          maxValue={meta?.dataThrough ? parseDate(meta.dataThrough) : undefined}
          onChange={range => {
            if (!range) return;
            const [from, to] = [range.start, range.end].map(day => day.toString().slice(0, 10));
            if (from <= to) onChange({ kind: 'custom', from, to });
          }}
        />
      )}
    </>
  );
}
