import { element, replace } from '../dom.js';
import { createExemplars, loadExemplars } from '../exemplars.js';
import { createLegend } from '../legend.js';
import { createPlot } from '../plot.js';
import { loadSeries, targetsOf } from '../series.js';
import { noteOf } from './note.js';

/** Lines or bars over time. */
export const timeSeries = (model, body) => {
    const area = element('div', { class: 'plot' });
    const legend = createLegend(model, toggled);
    const exemplars = createExemplars();
    const plot = createPlot(model, area, exemplars);
    let last;

    return {
        async load(context) {
            const wanted = targetsOf(model).filter(target => target.exemplar);
            const [data, dots] = await Promise.all([loadSeries(model, context), Promise.all(wanted.map(target => loadExemplars(target, context)))]);
            return { ...data, exemplars: dots.flat() };
        },
        draw(data, context) {
            last = { data, context };
            if (!data.series.some(({ values }) => values.some(Number.isFinite))) {
                plot.remove();
                replace(body, noteOf(model.fieldConfig?.defaults?.noValue ?? 'No data'));
                return;
            }
            if (!area.isConnected)
                replace(body, element('div', { class: `timeseries ${model.options?.legend?.placement ?? 'bottom'}` }, area, legend.list));
            legend.draw(data.series);
            exemplars.set(data.exemplars, context);
            plot.draw({ ...data, series: data.series.map(series => ({ ...series, isShown: legend.isShown(series.name) })) }, context);
        },
        clear: plot.remove,
    };

    function toggled() {
        legend.draw(last.data.series);
        plot.draw({ ...last.data, series: last.data.series.map(series => ({ ...series, isShown: legend.isShown(series.name) })) }, last.context);
    }
};
