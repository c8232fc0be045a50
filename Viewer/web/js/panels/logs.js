import { get } from '../api.js';
import { element, replace } from '../dom.js';
import { interpolate } from '../interpolate.js';
import { aspireLink } from '../links.js';
import { formatTime } from '../time.js';
import { chosenValues } from '../variables.js';
import { note, noteOf } from './note.js';

const limit = 100;

// {service="api"} | detected_level=~"warn|error"
const logql = /^\s*\{\s*service(?:_name)?\s*=\s*"([^"]*)"\s*\}(?:\s*\|\s*detected_level\s*=~\s*"([\w|]+)")?\s*$/;

/** The newest lines of a service's log, from the Aspire dashboard. Of LogQL it knows the service and the least level; another query is Grafana's. */
export const logs = (model, body, links) => {
    const [, service, levels] = logql.exec(model.targets[0].expr ?? '') ?? [];
    return service === undefined ? note(model, body) : {
        async load(context) {
            const name = interpolate(service, chosenValues(context.variables));
            if (!context.links.isOn)
                return { name, entries: null };
            const severity = levels && leastSeverity(levels.split('|'));
            const entries = await get('/api/logs', { service: name, severity, limit }, context.signal);
            return { name, entries: entries.filter(({ time }) => isWithin(Date.parse(time) / 1000, context)) };
        },
        draw({ name, entries }, context) {
            replace(links, context.links.isOn && aspireLink(context.links.logs(name), 'Structured logs', { 'data-key': 'logs' }));
            replace(body, entries === null ? isOff() : entries.length === 0 ? noteOf(model.fieldConfig?.defaults?.noValue ?? 'No log lines')
                : element('ol', { class: 'log', tabindex: 0, 'aria-label': `${model.title}, newest first` }, ...entries.map(entry => line(entry, context))));
        },
    };
};

/** Where the data of logs and traces would be. */
export const isOff = () => noteOf('The Aspire dashboard is off', 'Logs and traces are read from it where neither Loki nor Tempo runs.');

/** Whether a moment is one of those shown, or newer than the page's clock. */
export const isWithin = (time, { from, to, isLive }) => time >= from && (isLive || time <= to);

function line({ time, severity, level, message, attributes, traceId }, { links }) {
    const trace = links.trace(traceId);
    return element('li', { class: `line ${rankOf(severity)}` },
        element('time', { datetime: time }, `${formatTime(Date.parse(time) / 1000)}.${String(Date.parse(time) % 1000).padStart(3, '0')}`),
        element('span', { class: 'level' }, level),
        element('span', { class: 'message' }, message, ...Object.entries(attributes).flatMap(([name, value]) => [' ', attribute(name, value)])),
        trace && aspireLink(trace, 'trace', { 'aria-label': `Trace ${traceId}` }));
}

const attribute = (name, value) => element('span', { class: 'attribute' }, element('span', { class: 'attribute-name' }, `${name}=`), value);

// OpenTelemetry's numbers: four for each level, from trace to fatal
const rankOf = severity => (severity >= 17 ? 'bad' : severity >= 13 ? 'warning' : severity >= 9 ? 'plain' : 'fine');

const leastSeverity = levels => (levels.some(level => /^(trace|debug|info)/.test(level)) ? undefined : levels.some(level => level.startsWith('warn')) ? 'warning' : 'error');
