import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Rgb = [number, number, number];

/** The surfaces of BUI that our marks and small texts stand on, in both themes. */
const surfaces = {
  light: ['#ffffff', '#f7f7f7'],
  dark: ['#424141', '#504f4f'],
} as const;

const marks = [
  'returning',
  'new',
  'resurrected',
  'dormant',
  'usage',
  'ok',
  'caller-fault',
  'service-fault',
  'throttled',
];

/** The properties of a theme, as the style sheet has them. */
function paletteOf(theme: 'light' | 'dark'): Map<string, string> {
  const css = readFileSync(join(__dirname, 'palette.module.css'), 'utf8');
  const [, block] = css.split(`[data-theme-mode='${theme}'] {`);
  const properties = block.slice(0, block.indexOf('}')).matchAll(/--si-([\w-]+): (#\w{6});/g);
  return new Map([...properties].map(([, name, value]) => [name, value]));
}

function rgbOf(hex: string): Rgb {
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}

/** The contrast of two colours as WCAG 2.2 defines it. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [red, green, blue] = rgbOf(hex).map(c =>
      c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] as const)('palette, %s', theme => {
  const palette = paletteOf(theme);
  const [card] = surfaces[theme];

  it.each(marks)('shows %s at 3:1 against the card', name => {
    expect(contrast(palette.get(name) ?? card, card)).toBeGreaterThanOrEqual(3);
  });

  it('shows the period before at 3:1, though it stands back', () => {
    expect(contrast(palette.get('previous') ?? card, card)).toBeGreaterThanOrEqual(3);
  });

  it.each(['fg-muted', 'fg-good', 'fg-bad'])('shows %s readably on cards and tiles', name => {
    for (const surface of surfaces[theme]) {
      expect(contrast(palette.get(name) ?? surface, surface)).toBeGreaterThanOrEqual(4.5);
    }
  });
});
