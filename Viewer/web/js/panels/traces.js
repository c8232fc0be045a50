import { get } from '../api.js';
import { element, replace } from '../dom.js';
import { interpolate } from '../interpolate.js';
import { aspireLink } from '../links.js';
import { formatTime } from '../time.js';
import { format } from '../units.js';
import { chosenValues } from '../variables.js';
import { isOff, isWithin } from './logs.js';
import { note, noteOf } from './note.js';

const read = 200;

/** The newest traces of a service, from the Aspire dashboard. Of TraceQL it knows what the dashboards ask; another query is Grafana's. */
export const traces = (model, body, links) => {
    const query = parse(model.targets[0].query ?? '');
    return query === null ? note(model, body) : {
        async load(context) {
            const name = interpolate(query.service, chosenValues(context.variables));
            if (!context.links.isOn)
                return { name, entries: null };
            const entries = await get('/api/traces', { service: name, limit: read }, context.signal);
            return { name, entries: entries.filter(entry => isWithin(Date.parse(entry.time) / 1000, context) && query.conditions.every(matches => matches(entry))).slice(0, model.targets[0].limit ?? 20) };
        },
        draw({ name, entries }, context) {
            replace(links, context.links.isOn && aspireLink(context.links.traces(name), 'Traces', { 'data-key': 'traces' }));
            replace(body, entries === null ? isOff() : entries.length === 0 ? noteOf(model.fieldConfig?.defaults?.noValue ?? 'No traces') : list(model, entries, context.links));
        },
    };
};

function list({ title }, entries, links) {
    const longest = Math.max(...entries.map(entry => entry.seconds));
    return element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `${title}, table` },
        element('table', { class: 'traces' },
            element('thead', {}, element('tr', {}, ...['Time', 'Name', 'Service', 'Spans', 'Duration'].map((name, index) => element('th', { scope: 'col', class: index > 2 ? 'number' : null }, name)))),
            element('tbody', {}, ...entries.map(entry => row(entry, longest, links)))));
}

function row({ time, traceId, name, service, seconds: duration, spans, failed }, longest, links) {
    const length = element('span', { class: 'length', 'aria-hidden': 'true' });
    length.style.setProperty('--share', `${longest > 0 ? (duration / longest) * 100 : 0}%`);
    return element('tr', { class: failed ? 'failed' : null },
        element('td', {}, element('time', { datetime: time }, formatTime(Date.parse(time) / 1000))),
        element('td', {}, failed && element('span', { class: 'badge' }, 'failed'), aspireLink(links.trace(traceId), name, { 'data-key': traceId })),
        element('td', {}, service),
        element('td', { class: 'number' }, spans),
        element('td', { class: 'number' }, length, format(duration, 's')));
}

// { resource.service.name = "api" && status = error && duration > 500ms } asks for spans of the service
function parse(text) {
    const parts = /^\s*\{([^{}]*)\}\s*$/.exec(text)?.[1].split('&&').map(condition => condition.trim()) ?? [];
    const [, service] = parts.map(condition => /^resource\.service\.name\s*=\s*"([^"]*)"$/.exec(condition)).find(Boolean) ?? [];
    const conditions = parts.filter(condition => !condition.startsWith('resource.service.name')).map(conditionOf);
    return service === undefined || conditions.includes(undefined) ? null : { service, conditions };
}

function conditionOf(text) {
    if (/^status\s*=\s*error$/.test(text))
        return ({ failed }) => failed;
    const [, amount, unit] = /^duration\s*>\s*(\d+)(ms|s)$/.exec(text) ?? [];
    const least = unit === 'ms' ? amount / 1000 : Number(amount);
    return amount && (({ longest }) => longest > least);
}
