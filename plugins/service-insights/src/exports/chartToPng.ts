const scale = 2;
const margin = 16;
const lineHeight = 18;
const svgNamespace = 'http://www.w3.org/2000/svg';

/** What is written around a chart, so that the picture can travel alone. */
export type PictureTexts = { title: string; period: string; footer: string };

/**
 * Paints a chart in the light theme, twice as large, with its title, period, legend, last day and version baked in.
 *
 * @param figure - the figure with the chart and its legend
 */
export async function chartToPng(figure: HTMLElement, texts: PictureTexts): Promise<Blob> {
  const chart = figure.querySelector<SVGSVGElement>('svg.recharts-surface');
  if (!chart) throw new Error('The chart is not drawn yet');
  // A copy under the light theme, in the page: only there do custom properties have values.
  const stage = document.createElement('div');
  stage.dataset.themeMode = 'light';
  stage.style.cssText = 'position:fixed;inset-inline-start:-10000px;top:0;';
  document.body.append(stage);
  try {
    const { width, height } = chart.getBoundingClientRect();
    const picture = drawPicture(figure, chart, { width, height }, texts);
    stage.append(picture);
    bakeStyles(picture);
    return await rasterise(picture);
  } finally {
    stage.remove();
  }
}

function drawPicture(
  figure: HTMLElement,
  chart: SVGSVGElement,
  size: { width: number; height: number },
  { title, period, footer }: PictureTexts,
): SVGSVGElement {
  const entries = [...figure.querySelectorAll('figure > ul > li, ul > li')].filter(
    // A series that is not shown has no place in the legend of the picture.
    entry => entry.querySelector('svg') && !entry.querySelector('[data-other]'),
  );
  const top = margin + 2 * lineHeight;
  const legendTop = top + size.height + lineHeight;
  const width = size.width + 2 * margin;
  const height = legendTop + entries.length * lineHeight + lineHeight + margin;
  const picture = document.createElementNS(svgNamespace, 'svg');
  setAll(picture, { xmlns: svgNamespace, width, height, viewBox: `0 0 ${width} ${height}` });
  const ground = document.createElementNS(svgNamespace, 'rect');
  setAll(ground, { width, height, fill: 'var(--si-surface)' });
  picture.append(
    ground,
    textAt(title, margin, margin + 12, 'font-weight:bold;font-size:14px'),
    textAt(period, margin, margin + 12 + lineHeight, ''),
    copyAt(chart, margin, top, size),
  );
  entries.forEach((entry, index) => {
    const y = legendTop + index * lineHeight;
    const mark = entry.querySelector('svg');
    if (mark) picture.append(copyAt(mark, margin, y - 10, { width: 24, height: 12 }));
    picture.append(textAt(entry.textContent ?? '', margin + 32, y, ''));
  });
  picture.append(textAt(footer, margin, height - margin, ''));
  return picture;
}

function copyAt(
  source: SVGSVGElement,
  x: number,
  y: number,
  size: { width: number; height: number },
): Node {
  const copy = document.importNode(source, true);
  setAll(copy, { x, y, width: size.width, height: size.height });
  return copy;
}

function textAt(text: string, x: number, y: number, style: string): SVGTextElement {
  const element = document.createElementNS(svgNamespace, 'text');
  setAll(element, { x, y, fill: 'var(--si-fg-muted)', style: `font-size:12px;${style}` });
  element.textContent = text;
  return element;
}

function setAll(element: Element, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/** A picture on its own has no style sheets: what they said is written into it. */
function bakeStyles(picture: SVGSVGElement): void {
  const properties = ['fill', 'stroke', 'stroke-dasharray', 'stroke-width', 'fill-opacity'];
  for (const element of picture.querySelectorAll<SVGElement>('*')) {
    const computed = getComputedStyle(element);
    for (const property of properties) {
      const value = computed.getPropertyValue(property);
      if (value) element.setAttribute(property, value);
    }
    if (element.tagName === 'text') element.style.fontFamily = 'sans-serif';
  }
}

async function rasterise(picture: SVGSVGElement): Promise<Blob> {
  const source = new XMLSerializer().serializeToString(picture);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Number(picture.getAttribute('width')) * scale;
  canvas.height = Number(picture.getAttribute('height')) * scale;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('No picture was made'))));
  });
}
