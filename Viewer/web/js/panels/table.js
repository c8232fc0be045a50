import { reduce } from '../calcs.js';
import { fade } from '../colors.js';
import { element, replace } from '../dom.js';
import { display, fieldOf } from '../fields.js';
import { queryInstant } from '../prometheus.js';
import { isInstant, loadSeries, promql, targetsOf } from '../series.js';
import { formatMoment } from '../time.js';
import { noteOf } from './note.js';

const transformations = ['merge', 'organize'];

/** Whether the viewer knows everything that the table does with its data. */
export const isDrawn = model => (model.transformations ?? []).every(({ id, disabled }) => disabled || transformations.includes(id));

/** One row for each set of labels, one column for each label and query. */
export const table = (model, body) => {
    const [initial] = model.options?.sortBy ?? [];
    let sorting = initial ? { column: initial.displayName, isDescending: initial.desc === true } : null;

    return {
        load: context => loadRows(model, context),
        draw,
    };

    function draw(rows) {
        if (rows.length === 0) {
            replace(body, noteOf(model.fieldConfig?.defaults?.noValue ?? 'No data'));
            return;
        }
        const columns = columnsOf(model, rows);
        const sorted = sort(rows, columns.find(({ title }) => title === sorting?.column), sorting?.isDescending);
        replace(body, element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `${model.title}, table` },
            element('table', {},
                element('thead', {}, element('tr', {}, ...columns.map(column => heading(column, rows)))),
                element('tbody', {}, ...sorted.map(row => element('tr', {}, ...columns.map(column => cell(row[column.name], column))))))));
    }

    function heading({ title, isNumber }, rows) {
        const direction = sorting?.column === title ? (sorting.isDescending ? 'descending' : 'ascending') : null;
        const turn = () => {
            sorting = { column: title, isDescending: direction === null ? isNumber : direction === 'ascending' };
            draw(rows);
        };
        return element('th', { scope: 'col', 'aria-sort': direction, class: isNumber ? 'number' : null }, element('button', { type: 'button', 'data-key': title, onclick: turn }, title));
    }
};

// Rows as { label: text, …, Value: number }; with several queries, "Value #A" and so on. Rows with the same labels are one.
async function loadRows(model, context) {
    const targets = targetsOf(model);
    const valueName = target => (targets.length > 1 ? `Value #${target.refId}` : 'Value');
    const answers = await Promise.all(targets.map(async target => ({ name: valueName(target), found: await newest(model, target, context) })));

    const rows = new Map();
    for (const { name, found } of answers) {
        for (const { labels, value } of found) {
            const key = JSON.stringify(Object.entries(labels).toSorted());
            if (!rows.has(key))
                rows.set(key, { Time: context.to, ...labels });
            rows.get(key)[name] = value;
        }
    }
    return [...rows.values()];
}

async function newest(model, target, context) {
    if (isInstant(target))
        return queryInstant(promql(target.expr, context, 60), context.to, context.signal);
    const { series } = await loadSeries({ ...model, targets: [target] }, context);
    return series.map(({ labels, values }) => ({ labels, value: reduce(values, 'lastNotNull') }));
}

function columnsOf(model, rows) {
    const { excludeByName = {}, renameByName = {}, indexByName = {} } = model.transformations?.find(({ id, disabled }) => id === 'organize' && !disabled)?.options ?? {};
    const place = name => indexByName[name] ?? Infinity;
    const names = [...new Set(rows.flatMap(Object.keys))];
    return names
        .filter(name => !excludeByName[name])
        .toSorted((one, other) => (place(one) === place(other) ? 0 : place(one) - place(other)))
        .map(name => {
            const field = fieldOf(model, { names: [renameByName[name] || name, name], refId: /^Value #(.+)$/.exec(name)?.[1] });
            return { name, title: field.displayName ?? (renameByName[name] || name), field, isNumber: /^Value( #.+)?$/.test(name), isTime: name === 'Time' };
        });
}

function sort(rows, column, isDescending) {
    if (!column)
        return rows;
    const compare = (one, other) => (typeof one === 'number' && typeof other === 'number' ? one - other : String(one).localeCompare(String(other), 'en', { numeric: true }));
    const isEmpty = value => value === undefined || value === null || Number.isNaN(value);
    return rows.toSorted(({ [column.name]: one }, { [column.name]: other }) =>
        isEmpty(one) || isEmpty(other) ? isEmpty(one) - isEmpty(other) : (isDescending ? -1 : 1) * compare(one, other));
}

function cell(value, { field, isNumber, isTime }) {
    if (isTime)
        return element('td', {}, formatMoment(value));

    const { type = 'auto' } = field.custom.cellOptions ?? { type: field.custom.displayMode };
    const isMapped = isNumber || field.mappings?.length > 0;
    const { text, color } = isMapped ? display(value ?? null, { ...field, noValue: '–' }) : { text: value ?? '', color: null };
    const made = element('td', { class: isNumber ? 'number' : null }, text);
    if (color && type === 'color-text')
        made.style.color = color;
    if (color && type === 'color-background')
        made.style.background = fade(color, 0.3);
    return made;
}
