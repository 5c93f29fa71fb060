/** Room around a chart: the outermost labels must not be cut off. */
export const margin = { top: 8, right: 12, bottom: 0, left: 0 };

/** The text of axes: small, and readable on cards of both themes. */
export const axisText = { fill: 'var(--si-fg-muted)', fontSize: 12 };
