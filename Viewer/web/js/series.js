import { reduce } from './calcs.js';
import { colorOf, fieldOf } from './fields.js';
import { escapeString, interpolate, interpolateLegend } from './interpolate.js';
import { queryInstant, queryRange, timesOf } from './prometheus.js';
import { macros, stepOf } from './step.js';
import { seconds } from './time.js';

/** The queries of a panel that are to be shown. */
export const targetsOf = panel => (panel.targets ?? []).filter(target => !target.hide && target.expr);

/** PromQL with values in the place of variables and macros. */
export function promql(text, context, step) {
    const values = Object.fromEntries(Object.entries(context.variables).map(([name, { value, isPattern }]) => [name, isPattern ? value : escapeString(value)]));
    return interpolate(text, { ...values, ...macros(context.to - context.from, step) });
}

/**
 * Runs the queries of a panel.
 * @returns {Promise<{ times: number[], step: number, series: object[] }>} of each series: name, labels, refId, values (one for each time), field, color, isInstant
 */
export async function loadSeries(panel, context) {
    const step = Math.max(stepOf(context.to - context.from, context.width), seconds(panel.interval) ?? 0);
    const time = { from: context.from, to: context.to, step };
    const times = timesOf(time);

    const answers = await Promise.all(targetsOf(panel).map(async target => {
        const query = promql(target.expr, context, step);
        const found = isInstant(target)
            ? (await queryInstant(query, context.to, context.signal)).map(({ labels, value }) => ({ labels, values: times.map((_, index) => (index === times.length - 1 ? value : null)) }))
            : await queryRange(query, time, context.signal);
        return found.map(series => ({ ...series, refId: target.refId, isInstant: isInstant(target), query, legend: nameOf(target, series.labels, query) }));
    }));

    const series = answers.flat().map((one, index) => {
        const field = fieldOf(panel, { names: [one.legend], refId: one.refId });
        return { ...one, field, name: field.displayName ?? one.legend, color: colorOf(field, index, reduce(one.values, 'lastNotNull')) };
    });
    return { times, step, series };
}

/** Asked for one moment, not for a range. */
export const isInstant = target => target.instant === true && target.range !== true;

function nameOf(target, labels, query) {
    if (target.legendFormat && target.legendFormat !== '__auto')
        return interpolateLegend(target.legendFormat, labels);
    const { __name__: metric = '', ...others } = labels;
    const pairs = Object.entries(others).map(([name, value]) => `${name}="${value}"`);
    return pairs.length > 0 ? `${metric}{${pairs.join(', ')}}` : metric || query;
}
