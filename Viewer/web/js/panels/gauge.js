import { element, replace, svg } from '../dom.js';
import { thresholdsOf } from '../fields.js';
import { reducedOf } from '../reduced.js';

const sweep = 240;
const centre = { x: 50, y: 50 };

/** A number between two ends, as an arc. */
export const gauge = (model, body) => ({
    load: context => reducedOf(model, context),
    draw: values => replace(body, element('div', { class: 'gauges' }, ...values.map(value => dial(value, model, values.length > 1)))),
});

function dial({ name, value, text, color, field }, { title, options = {} }, isOneOfMany) {
    const { min = 0, max = 100 } = field;
    const share = at => Math.min(1, Math.max(0, (at - min) / (max - min || 1)));
    const steps = options.showThresholdMarkers === false ? [] : thresholdsOf(field);
    const markers = steps.map((step, index) => arc(46, share(Math.max(step.value, min)), share(steps[index + 1]?.value ?? max), { class: 'gauge-marker', stroke: step.color }));

    const made = svg('svg', { viewBox: '0 0 100 80', role: 'meter', 'aria-label': name || title, 'aria-valuemin': min, 'aria-valuemax': max, 'aria-valuenow': value, 'aria-valuetext': text },
        arc(40, 0, 1, { class: 'gauge-track' }),
        Number.isFinite(value) && share(value) > 0 && arc(40, 0, share(value), { class: 'gauge-value', stroke: color }),
        ...markers,
        svg('text', { x: centre.x, y: 55, class: `gauge-text${value === null ? ' missing' : ''}`, fill: color, 'font-size': value === null ? 6 : Math.min(16, 92 / text.length) }, text));
    return element('div', { class: 'gauge' }, made, isOneOfMany && element('div', { class: 'gauge-name' }, name));
}

function arc(radius, from, to, properties) {
    if (to <= from)
        return null;
    const [start, end] = [from, to].map(share => {
        const angle = ((share * sweep - sweep / 2 - 90) * Math.PI) / 180;
        return `${(centre.x + radius * Math.cos(angle)).toFixed(2)} ${(centre.y + radius * Math.sin(angle)).toFixed(2)}`;
    });
    return svg('path', { ...properties, fill: 'none', d: `M${start}A${radius} ${radius} 0 ${(to - from) * sweep > 180 ? 1 : 0} 1 ${end}` });
}
