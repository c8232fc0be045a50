import { calcName, reduce } from './calcs.js';
import { element, replace } from './dom.js';
import { display } from './fields.js';

/**
 * The names of the series, with numbers where the panel asks for them. Choosing one leaves it alone in the plot, choosing it again brings the others back;
 * with Ctrl it goes or comes by itself.
 */
export function createLegend({ options = {}, title }, onChange) {
    const { displayMode = 'list', calcs = [], showLegend = true } = options.legend ?? {};
    const list = element('div', { class: `legend ${displayMode}` });
    let hidden = new Set();

    function choose(name, series, isSingle) {
        const names = series.map(one => one.name);
        const isAlone = names.every(other => hidden.has(other) !== (other === name));
        if (isSingle)
            hidden.delete(name) || hidden.add(name);
        else
            hidden = new Set(isAlone ? [] : names.filter(other => other !== name));
        onChange();
    }

    const entry = (one, series) => {
        const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
        swatch.style.background = one.color;
        const button = element('button', {
            type: 'button', 'data-key': one.name, 'aria-pressed': String(!hidden.has(one.name)), title: one.name,
            onclick: ({ ctrlKey, metaKey }) => choose(one.name, series, ctrlKey || metaKey),
        }, swatch, element('span', { class: 'legend-name' }, one.name));
        return button;
    };

    const number = (one, calc) => display(reduce(one.values, calc), { ...one.field, noValue: '–' }).text;

    const asList = series => element('ul', {}, ...series.map(one => element('li', {}, entry(one, series),
        ...calcs.map(calc => element('span', { class: 'legend-number' }, `${calcName(calc)} ${number(one, calc)}`)))));

    const asTable = series => element('table', {},
        element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Name'), ...calcs.map(calc => element('th', { scope: 'col', class: 'number' }, calcName(calc))))),
        element('tbody', {}, ...series.map(one => element('tr', {},
            element('th', { scope: 'row' }, entry(one, series)), ...calcs.map(calc => element('td', { class: 'number' }, number(one, calc)))))));

    return {
        list,
        isShown: name => !hidden.has(name),
        draw(series) {
            list.hidden = displayMode === 'hidden' || !showLegend;
            list.setAttribute('aria-label', `Series of ${title}`);
            list.setAttribute('role', 'group');
            replace(list, displayMode === 'table' ? asTable(series) : asList(series));
        },
    };
}
