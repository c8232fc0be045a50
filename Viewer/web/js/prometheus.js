import { get } from './api.js';

/**
 * A query at each step of a time.
 * @param {{ from: number, to: number, step: number }} time seconds
 * @returns {Promise<{ labels: object, values: (number|null)[] }[]>} a value for each of {@link timesOf}, null where there is none
 */
export async function queryRange(query, time, signal) {
    const times = timesOf(time);
    const { data } = await get('/api/v1/query_range', { query, start: times[0], end: times.at(-1), step: time.step }, signal);
    return data.result.map(({ metric, values }) => {
        const row = new Array(times.length).fill(null);
        for (const [at, value] of values)
            row[Math.round((at - times[0]) / time.step)] = presentNumber(value);
        return { labels: metric, values: row };
    });
}

/** The moments of a range query: multiples of the step, so that the same moment is asked for again and again and lines stand still. */
export function timesOf({ from, to, step }) {
    const first = Math.ceil(from / step);
    const last = Math.max(first, Math.floor(to / step));
    return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** A query at one moment. @returns {Promise<{ labels: object, value: number }[]>} */
export async function queryInstant(query, time, signal) {
    const { data } = await get('/api/v1/query', { query, time }, signal);
    const result = data.resultType === 'scalar' ? [{ metric: {}, value: data.result }] : data.result;
    return result.map(({ metric, value }) => ({ labels: metric, value: number(value[1]) }));
}

/** The exemplars of what a query reads. @returns {Promise<{ labels: object, value: number, time: number }[]>} */
export async function queryExemplars(query, { from, to }, signal) {
    const { data } = await get('/api/v1/query_exemplars', { query, start: from, end: to }, signal);
    return data.flatMap(({ exemplars }) => exemplars.map(({ labels, value, timestamp }) => ({ labels, value: number(value), time: timestamp })));
}

/** The values of a label. @param {string} [selector] of the series that count */
export async function labelValues(label, selector, { from, to }, signal) {
    const { data } = await get(`/api/v1/label/${encodeURIComponent(label)}/values`, { 'match[]': selector, start: from, end: to }, signal);
    return data;
}

// Not a number is no point of a line.
const presentNumber = text => (text === 'NaN' ? null : number(text));

const number = text => ({ '+Inf': Infinity, '-Inf': -Infinity })[text] ?? Number(text);
