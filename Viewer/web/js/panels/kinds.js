import { barGauge } from './bargauge.js';
import { gauge } from './gauge.js';
import { logs } from './logs.js';
import { note } from './note.js';
import { stat } from './stat.js';
import { isDrawn, table } from './table.js';
import { text } from './text.js';
import { timeSeries } from './timeseries.js';
import { traces } from './traces.js';

const ofMetrics = { stat, gauge, bargauge: barGauge, timeseries: timeSeries, table };

/**
 * What draws a panel: `(model, body, links) => { load(context), draw(data, context), clear() }`. What only Grafana can draw is a note that says so.
 */
export function kindOf(model) {
    if (model.type === 'text')
        return model.options?.mode === 'html' ? note : text;

    const source = model.targets?.[0]?.datasource?.type ?? model.datasource?.type ?? 'prometheus';
    if (model.type === 'logs' && source === 'loki')
        return logs;
    if ((model.type === 'table' || model.type === 'traces') && source === 'tempo')
        return traces;
    if (source !== 'prometheus' || (model.type === 'table' ? !isDrawn(model) : model.transformations?.length > 0))
        return note;
    return ofMetrics[model.type] ?? note;
}
