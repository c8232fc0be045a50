import { isDark } from './theme.js';

// Each in the dark and in the light: of even weight, neighbours far apart, and red late, since red says that something is wrong.
const series = [
    ['#6ea8ff', '#1f6fde'], ['#5fc98b', '#1d8a4e'], ['#f2a154', '#c2630a'], ['#b493f5', '#7b4fd0'], ['#4cc9d4', '#0b8591'], ['#f28cc0', '#c2357f'],
    ['#e6cd5a', '#8f7400'], ['#a5d468', '#5b8a12'], ['#8f9bff', '#4c58d6'], ['#c9a88a', '#8a5f3c'], ['#9fb2cc', '#5b6f8c'], ['#f27a86', '#cc3344'],
];

const named = {
    green: ['#5fc98b', '#1a7f45'],
    yellow: ['#e6cd5a', '#8a6d00'],
    orange: ['#f5a14b', '#b4560a'],
    red: ['#ff7383', '#c6283b'],
    blue: ['#6ea8ff', '#1f66d6'],
    purple: ['#b493f5', '#7446c8'],
    text: ['#e4e8ef', '#1b2330'],
};

const chrome = {
    grid: ['#232b38', '#e6eaf0'],
    axis: ['#94a0b3', '#5a6577'],
    surface: ['#151a22', '#ffffff'],
};

const ofTheme = ([dark, light]) => (isDark() ? dark : light);

/** The color of the series at that place. */
export const seriesColor = index => ofTheme(series[index % series.length]);

/** A color by the name that dashboards use, such as `green` or `semi-dark-red`, or as CSS writes it. */
export function namedColor(name) {
    const plain = String(name ?? 'text').replace(/^(semi-dark|dark|super-light|light)-/, '');
    return plain in named ? ofTheme(named[plain]) : CSS.supports('color', plain) ? plain : ofTheme(named.text);
}

/** grid, axis or surface: what the canvas cannot take from the stylesheet. */
export const chromeColor = name => ofTheme(chrome[name]);

/** The same color, partly transparent. @param {number} opacity 0 to 1 */
export function fade(color, opacity) {
    return `color-mix(in srgb, ${color} ${Math.round(opacity * 100)}%, transparent)`;
}
