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

/** How a viewer sees linear light: normal, and Machado, Oliveira and Fernandes (2009) at full severity. */
const visions: Record<string, number[][]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIELAB under D65 of a colour as a viewer sees it. */
function labOf(hex: string, vision: number[][]): Rgb {
  const linear = rgbOf(hex).map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  const [r, g, b] = vision.map(row =>
    Math.min(1, Math.max(0, row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2])),
  );
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The colour difference CIEDE2000 (Sharma, Wu and Dalal 2005). */
function deltaE2000([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb): number {
  const radians = Math.PI / 180;
  const mean7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const g = 0.5 * (1 - Math.sqrt(mean7 / (mean7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const hue = (p: number, b: number) =>
    p === 0 && b === 0 ? 0 : (Math.atan2(b, p) / radians + 360) % 360;
  const [h1, h2] = [hue(p1, b1), hue(p2, b2)];
  const isGrey = c1 * c2 === 0;
  const turn = h2 - h1;
  const dh = isGrey ? 0 : ((turn + 540) % 360) - 180;
  const sum = h1 + h2;
  const far = Math.abs(h1 - h2) > 180;
  const round = sum < 360 ? 360 : -360;
  const h = isGrey ? sum : (sum + (far ? round : 0)) / 2;
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const cos = (degrees: number) => Math.cos(degrees * radians);
  const t =
    1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63);
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const dl = (l2 - l1) / sl;
  const dc = (c2 - c1) / (1 + 0.045 * c);
  const dH = (2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * radians)) / (1 + 0.015 * c * t);
  const rc = 2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const rt = -rc * Math.sin(2 * 30 * Math.exp(-(((h - 275) / 25) ** 2)) * radians);
  return Math.sqrt(dl ** 2 + dc ** 2 + dH ** 2 + rt * dc * dH);
}

/** Series that share a chart, and so must be told apart. */
const together = {
  customers: ['returning', 'new', 'resurrected', 'dormant'],
  outcomes: ['ok', 'caller-fault', 'service-fault', 'throttled'],
};

it('measures colour differences as Sharma, Wu and Dalal do', () => {
  expect(deltaE2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(deltaE2000([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4);
  expect(deltaE2000([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514])).toBeCloseTo(0.9082, 4);
});

describe.each(['light', 'dark'] as const)('palette, %s', theme => {
  const palette = paletteOf(theme);
  const [card] = surfaces[theme];

  it.each(marks)('shows %s at 3:1 against the card', name => {
    expect(contrast(palette.get(name) ?? card, card)).toBeGreaterThanOrEqual(3);
  });

  it.each(
    Object.keys(visions).flatMap(vision => Object.keys(together).map(chart => [chart, vision])),
  )('keeps %s apart for %s vision', (chart, vision) => {
    const names = Object.entries(together).find(([name]) => name === chart)?.[1] ?? [];
    const labs = names.map(name => labOf(palette.get(name) ?? '#000000', visions[vision]));
    const distances = labs.flatMap((lab, index) =>
      labs.slice(index + 1).map(other => deltaE2000(lab, other)),
    );
    expect(distances).toHaveLength(6);
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(15);
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
