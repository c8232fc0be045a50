import { fade } from '../colors.js';
import { element, replace } from '../dom.js';
import { reducedOf } from '../reduced.js';
import { noteOf } from './note.js';

/** One bar for each series. */
export const barGauge = (model, body) => {
    const { orientation = 'auto', displayMode = 'gradient' } = model.options ?? {};

    return {
        load: context => reducedOf(model, context),
        draw(values) {
            if (values.every(({ value }) => value === null)) {
                replace(body, noteOf(values[0].text));
                return;
            }
            const isUpright = orientation === 'vertical' || (orientation === 'auto' && body.clientWidth > 2 * body.clientHeight);
            const most = Math.max(...values.map(({ value }) => value).filter(Number.isFinite), 0);
            replace(body, element('ul', { class: `bars${isUpright ? ' upright' : ''}` }, ...values.map(value => bar(value, most))));
        },
    };

    function bar({ name, value, text, color, field }, most) {
        const { min = 0, max = Math.max(most, min + 1e-9) } = field;
        const share = Number.isFinite(value) ? Math.min(1, Math.max(0, (value - min) / (max - min))) : value === Infinity ? 1 : 0;
        const fill = element('span', { class: 'bar-fill' });
        fill.style.setProperty('--share', `${share * 100}%`);
        fill.style.setProperty('--color', color);
        fill.style.setProperty('--from', displayMode === 'gradient' ? fade(color, 0.35) : color);
        const number = element('span', { class: 'bar-value' }, text);
        number.style.color = color;
        return element('li', { class: 'bar' }, element('span', { class: 'bar-name', title: name }, name || model.title), element('span', { class: 'bar-track' }, fill), number);
    }
};
