/** Formats of one language. Days are UTC days: they are never shifted into the viewer's zone. */
export type Formats = ReturnType<typeof createFormats>;

const day = { timeZone: 'UTC', day: 'numeric', month: 'short' } as const;
const dayOfYear = { ...day, year: 'numeric' } as const;
const milliseconds = { style: 'unit', unit: 'millisecond' } as const;
const seconds = { style: 'unit', unit: 'second', maximumFractionDigits: 1 } as const;
/** The units of "ago", each from where it says more than the next smaller one. */
const units = [
  { name: 'day', ms: 86_400_000, fromMs: 2 * 86_400_000 },
  { name: 'hour', ms: 3_600_000, fromMs: 3_600_000 },
  { name: 'minute', ms: 60_000, fromMs: 0 },
] as const;

/**
 * Makes the formats of a language.
 *
 * @param language - a BCP 47 tag: the app's language
 * @param thisYear - the year that goes without saying
 */
export function createFormats(language: string, thisYear = new Date().getUTCFullYear()) {
  const number = (options?: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(language, options);
    return (value: number) => format.format(value);
  };
  const shortDay = new Intl.DateTimeFormat(language, day);
  const longDay = new Intl.DateTimeFormat(language, dayOfYear);
  const hour = new Intl.DateTimeFormat(language, { ...day, hour: '2-digit', minute: '2-digit' });
  const instant = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const month = new Intl.DateTimeFormat(language, { timeZone: 'UTC', month: 'long' });
  const monthOfYear = new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    month: 'short',
    year: 'numeric',
  });
  const list = new Intl.ListFormat(language, { style: 'long', type: 'conjunction' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  /** Nouns are capitalised in German wherever they stand, and abbreviations everywhere. */
  const isLowered = (title: string) => !language.startsWith('de') && !/^.[A-Z]/.test(title);
  const isThisYear = (text: string) => text.startsWith(`${thisYear}-`);

  const compact = number({ notation: 'compact', maximumSignificantDigits: 3 });
  const exact = number({ maximumFractionDigits: 2 });
  const share = number({ style: 'percent', maximumFractionDigits: 1 });
  const smallShare = number({ style: 'percent', maximumSignificantDigits: 2 });
  const points = number({ maximumFractionDigits: 1 });
  const smallPoints = number({ maximumFractionDigits: 2 });
  const signedPoints = number({ maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const signedSmallPoints = number({ maximumFractionDigits: 2, signDisplay: 'exceptZero' });

  return {
    /** `6.9M`: for figures, with the exact value beside or behind it. */
    compact,
    /** `6,912,345`. */
    exact,
    /** `+1.1M`. */
    signed: number({ notation: 'compact', maximumSignificantDigits: 3, signDisplay: 'exceptZero' }),
    /** `+1,204`. */
    signedExact: number({ maximumFractionDigits: 0, signDisplay: 'exceptZero' }),
    /** A share of one as `61%`. */
    wholeShare: number({ style: 'percent', maximumFractionDigits: 0 }),
    /** A share of one as `61%`, and small ones as `0.42%`. */
    share: (value: number) => (value > 0 && value < 0.1 ? smallShare(value) : share(value)),
    /** `0.4213%`. */
    exactShare: number({ style: 'percent', maximumFractionDigits: 4 }),
    /** `1,840 ms`. */
    exactDuration: number({ ...milliseconds, maximumFractionDigits: 1 }),
    /** A relative change as `+18%`. */
    signedPercent: number({
      style: 'percent',
      maximumFractionDigits: 0,
      signDisplay: 'exceptZero',
    }),
    /** `18 percent`, for whoever listens. */
    spokenPercent: (value: number) =>
      number({ style: 'unit', unit: 'percent', unitDisplay: 'long', maximumFractionDigits: 0 })(
        value * 100,
      ),
    /** A difference of two shares, in points: `+0.11`, `+2.4`. */
    signedPoints: (value: number) =>
      (Math.abs(value) < 0.01 ? signedSmallPoints : signedPoints)(value * 100),
    /** The same without its sign: `0.11`. */
    points: (value: number) => (value < 0.01 ? smallPoints : points)(value * 100),
    /** `84 ms` or `1.8 s`. */
    duration: (ms: number) =>
      ms < 1_000
        ? number({ ...milliseconds, maximumSignificantDigits: 3 })(ms)
        : number(seconds)(ms / 1_000),
    signedDuration: (ms: number) =>
      Math.abs(ms) < 1_000
        ? number({ ...milliseconds, maximumSignificantDigits: 2, signDisplay: 'exceptZero' })(ms)
        : number({ ...seconds, signDisplay: 'exceptZero' })(ms / 1_000),
    spokenDuration: (ms: number) =>
      Math.abs(ms) < 1_000
        ? number({ ...milliseconds, unitDisplay: 'long', maximumSignificantDigits: 2 })(ms)
        : number({ ...seconds, unitDisplay: 'long' })(ms / 1_000),
    /** `14 Mar`, with the year when it is another one. */
    day: (text: string) => undotted((isThisYear(text) ? shortDay : longDay).format(new Date(text))),
    /** A point of a series: a day, or an hour of one as `2026-03-14T09`. */
    point: (at: string) =>
      at.includes('T')
        ? hour.format(new Date(`${at}:00Z`))
        : undotted((isThisYear(at) ? shortDay : longDay).format(new Date(at))),
    /** The month of a day, in full: `March`. */
    month: (text: string) => month.format(new Date(text)),
    /** The month of a day: `Mar 2026`. */
    monthOfYear: (text: string) => monthOfYear.format(new Date(text)),
    /** `15 Feb – 14 Mar`. */
    period: ({ from, to }: { from: string; to: string }) =>
      undotted(
        (isThisYear(from) && isThisYear(to) ? shortDay : longDay).formatRange(
          new Date(from),
          new Date(to),
        ),
      ),
    /** An instant in the viewer's zone. */
    instant: (text: string) => instant.format(new Date(text)),
    /** How long before another instant one was: `2 hours ago`. */
    ago: (text: string, now: string) => {
      const ms = Math.min(0, Date.parse(text) - Date.parse(now));
      const unit = units.find(({ fromMs }) => -ms >= fromMs) ?? units[units.length - 1];
      return relative.format(Math.trunc(ms / unit.ms), unit.name);
    },
    /** A title within a sentence: `usage`. */
    inSentence: (title: string) =>
      isLowered(title) ? title.charAt(0).toLocaleLowerCase(language) + title.slice(1) : title,
    /** `12, 13 and 14 Mar`. */
    list: (items: string[]) => list.format(items),
  };
}

/** German months end in a dot, and so do sentences. */
function undotted(text: string): string {
  return text.replace(/\.$/, '');
}
