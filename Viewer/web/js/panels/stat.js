import { element, replace, svg } from '../dom.js';
import { fade, namedColor } from '../colors.js';
import { reducedOf } from '../reduced.js';

const width = 100;
const height = 30;

/** The newest number, large, over a line of how it came to be. */
export const stat = (model, body) => {
    const { colorMode = 'value', graphMode = 'area', textMode = 'auto', orientation = 'auto' } = model.options ?? {};

    return {
        load: context => reducedOf(model, context),
        draw(values) {
            const isVertical = orientation === 'horizontal' || (orientation === 'auto' && body.clientHeight > body.clientWidth);
            replace(body, element('div', { class: `stats${isVertical ? ' stacked' : ''}` }, ...values.map(value => tile(value, values.length > 1))));
        },
    };

    function tile({ name, value, text, color, values, field }, isOneOfMany) {
        const hasName = name && (textMode === 'name' || textMode === 'value_and_name' || (textMode === 'auto' && isOneOfMany));
        const hasValue = textMode !== 'name' && textMode !== 'none';
        const made = element('div', { class: `stat${colorMode.startsWith('background') ? ' filled' : ''}` },
            graphMode === 'area' && values.length > 1 && sparkline(values, field, color),
            hasName && element('div', { class: 'stat-name' }, name),
            hasValue && valueOf(text, value === null || Number.isNaN(value)));
        made.style.setProperty('--color', colorMode === 'none' ? namedColor('text') : color);
        return made;
    }
};

// A number is large, its unit beside it smaller; words that say that there is no number are calm.
function valueOf(text, isMissing) {
    const [, number, unit] = /^(-?[\d.\s]*[\d∞])(.*)$/.exec(text) ?? [undefined, text, ''];
    const made = isMissing && number === text && !/^\d/.test(text)
        ? element('div', { class: 'stat-value missing' }, text)
        : element('div', { class: 'stat-value' }, number, unit && element('span', { class: 'stat-unit' }, unit));
    made.style.setProperty('--letters', number.length + unit.length * 0.6);
    return made;
}

function sparkline(values, field, color) {
    const known = values.filter(Number.isFinite);
    if (known.length < 2)
        return null;

    const low = Math.min(field.min ?? 0, ...known);
    const high = Math.max(...known);
    const points = values.flatMap((value, index) => (Number.isFinite(value)
        ? [[(index / (values.length - 1)) * width, height - 1 - ((value - low) / (high - low || 1)) * (height - 2)]]
        : []));
    const line = `M${points.map(point => point.map(coordinate => coordinate.toFixed(2)).join(' ')).join('L')}`;
    return svg('svg', { class: 'sparkline', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        svg('path', { d: `${line}L${points.at(-1)[0]} ${height}L${points[0][0]} ${height}Z`, fill: fade(color, 0.16) }),
        svg('path', { d: line, fill: 'none', stroke: color, 'vector-effect': 'non-scaling-stroke' }));
}
