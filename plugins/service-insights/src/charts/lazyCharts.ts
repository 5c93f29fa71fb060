import { lazy } from 'react';

/** Lines over days. The chart library is loaded when the first chart is drawn, never before. */
export const LazyLinesChart = lazy(async () => ({
  default: (await import('./LinesChart')).LinesChart,
}));

/** Stacked bars over weeks, loaded when first drawn. */
export const LazyStackedBarsChart = lazy(async () => ({
  default: (await import('./StackedBarsChart')).StackedBarsChart,
}));
