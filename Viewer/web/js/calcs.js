/** One number for a series of them, by the names that Grafana gives these; null where there is nothing to take it from. */
const calcs = {
    lastNotNull: values => values.at(-1),
    last: values => values.at(-1),
    firstNotNull: values => values[0],
    first: values => values[0],
    min: values => Math.min(...values),
    max: values => Math.max(...values),
    mean: values => sum(values) / values.length,
    sum,
    count: values => values.length,
    range: values => Math.max(...values) - Math.min(...values),
    diff: values => values.at(-1) - values[0],
};

const names = { lastNotNull: 'Last', last: 'Last', firstNotNull: 'First', first: 'First', min: 'Min', max: 'Max', mean: 'Mean', sum: 'Total', count: 'Count', range: 'Range', diff: 'Difference' };

export function reduce(values, calc) {
    const present = values.filter(value => value !== null && !Number.isNaN(value));
    return present.length === 0 ? null : (calcs[calc] ?? calcs.lastNotNull)(present);
}

export const calcName = calc => names[calc] ?? calc;

function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}
