import { reduce } from './calcs.js';
import { display } from './fields.js';
import { loadSeries } from './series.js';

/**
 * The series of a panel, each as one number: for the kinds that show no time.
 * @returns {Promise<{ name: string, value: number|null, text: string, color: string, values: (number|null)[], field: object }[]>} at least one, which then says that there is none
 */
export async function reducedOf(model, context) {
    const [calc = 'lastNotNull'] = model.options?.reduceOptions?.calcs ?? [];
    const { series } = await loadSeries(model, context);

    return series.length === 0
        ? [shown({ name: '', values: [], field: model.fieldConfig?.defaults ?? {} }, null)]
        : series.map(one => shown({ ...one, values: one.isInstant ? [] : one.values }, reduce(one.values, calc)));
}

const shown = ({ name, values, field }, value) => ({ name, value, values, field, ...display(value, { color: { mode: 'thresholds' }, ...field }) });
