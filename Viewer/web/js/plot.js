import uPlot from '../lib/uPlot.esm.js';
import { chromeColor, fade } from './colors.js';
import { display, thresholdsOf } from './fields.js';
import { stack } from './stacks.js';
import { isDark } from './theme.js';
import { formatMoment, formatTick } from './time.js';
import { hideTooltip, showTooltip } from './tooltip.js';
import { formatTicks, isBinary } from './units.js';

const binarySteps = Array.from({ length: 60 }, (_, power) => 2 ** power);
// The line moves in all plots; what is drawn up with the mouse stays in its own.
const sharedCursor = { key: 'time', setSeries: false, filters: { pub: event => event === 'mousemove' || event === 'mouseleave' } };

const paths = {
    linear: uPlot.paths.linear(),
    smooth: uPlot.paths.spline(),
    stepBefore: uPlot.paths.stepped({ align: -1 }),
    stepAfter: uPlot.paths.stepped({ align: 1 }),
    bars: uPlot.paths.bars({ size: [0.8, 40], gap: 1 }),
};

/**
 * A plot of series over time, kept from one refresh to the next so that the cursor stays where it is.
 * @param {object} model the panel
 * @param {HTMLElement} area what it fills
 * @param {{ layer: HTMLElement, draw: Function }} exemplars what lies over it
 */
export function createPlot(model, area, exemplars) {
    let plot;
    let shape;
    let now; // what is shown: data and context of the last refresh

    const observer = new ResizeObserver(() => plot?.setSize(size()));
    const size = () => ({ width: Math.max(area.clientWidth, 60), height: Math.max(area.clientHeight, 40) });

    function draw(data, context) {
        const series = stack(data.series);
        now = { ...data, series, context };
        const rows = [data.times, ...series.map(({ plotted }) => plotted)];
        const wanted = JSON.stringify([isDark(), series.map(({ name, color, isShown, field }) => [name, color, isShown, field])]);
        if (plot && wanted === shape) {
            plot.setData(rows);
            return;
        }

        remove();
        shape = wanted;
        plot = new uPlot(options(series), rows, area);
        plot.over.append(exemplars.layer);
        plot.over.tabIndex = 0;
        plot.over.setAttribute('role', 'img');
        plot.over.setAttribute('aria-label', `Plot of ${series.map(({ name }) => name).join(', ')}. The arrow keys move through time.`);
        plot.over.addEventListener('keydown', step);
        plot.over.addEventListener('blur', hideTooltip);
        observer.observe(area);
    }

    function remove() {
        observer.disconnect();
        plot?.destroy();
        plot = undefined;
        hideTooltip();
    }

    function options(series) {
        const scales = [...new Set(series.map(scaleOf))];
        return {
            ...size(),
            padding: [10, 18, 0, 0],
            legend: { show: false },
            cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { size: 7 }, sync: now.context.hasSharedCursor ? sharedCursor : undefined },
            scales: { x: { time: true, range: () => [now.context.from, now.context.to] }, ...Object.fromEntries(scales.map(scale => [scale, { range: (_, low, high) => rangeOf(scale, low, high) }])) },
            axes: [timeAxis(), ...scales.slice(0, 2).map(valueAxis)],
            series: [{}, ...series.map(line)],
            bands: series.flatMap(({ below }, index) => (below === undefined ? [] : [{ series: [index + 1, below + 1] }])),
            hooks: { drawAxes: [drawThresholds], draw: [drawExemplars], setCursor: [point], setSelect: [zoom] },
        };
    }

    function line(series) {
        const { drawStyle = 'line', lineInterpolation = 'linear', lineWidth = 1, fillOpacity = 0, lineStyle, showPoints = 'auto', pointSize = 5, spanNulls = false } = series.field.custom;
        const isBars = drawStyle === 'bars';
        const opacity = fillOpacity / 100;
        return {
            label: series.name,
            scale: scaleOf(series),
            show: series.isShown,
            stroke: series.color,
            width: drawStyle === 'points' ? 0 : isBars ? Math.min(lineWidth, 1) : Math.max(lineWidth, 1) + 0.5,
            dash: lineStyle?.fill === 'dash' ? lineStyle.dash ?? [8, 6] : lineStyle?.fill === 'dot' ? [1, 5] : undefined,
            fill: opacity === 0 ? undefined : u => (isBars || series.isStacked ? fade(series.color, opacity) : gradient(u, series.color, opacity)),
            paths: isBars ? paths.bars : paths[lineInterpolation] ?? paths.linear,
            points: { show: drawStyle === 'points' || showPoints === 'always' ? true : isBars || showPoints === 'never' ? isolated : undefined, size: pointSize, fill: series.color },
            spanGaps: spanNulls === true,
        };
    }

    const timeAxis = () => ({
        ...axis(),
        size: 26,
        space: 64,
        values: (_, ticks, __, ___, apart) => ticks.map(tick => formatTick(tick, apart)),
    });

    const valueAxis = (scale, index) => ({
        ...axis(),
        scale,
        side: index === 0 ? 3 : 1,
        grid: index === 0 ? axis().grid : { show: false },
        space: 34,
        incrs: isBinary(unitOf(scale)) ? binarySteps : undefined,
        size: (_, texts) => 14 + Math.max(...(texts ?? ['']).map(text => text.length)) * 6.2,
        values: (_, ticks) => formatTicks(ticks, unitOf(scale)),
    });

    // Zero is in sight unless a number is below it, and the top leaves some air, unless the panel says where the ends are.
    function rangeOf(scale, low, high) {
        const fields = now.series.filter(series => scaleOf(series) === scale).map(({ field }) => field);
        const first = (of, pick) => pick(...fields.map(of).filter(value => value !== undefined && value !== null));
        const [min, max] = [fields.find(field => field.min !== undefined)?.min, fields.find(field => field.max !== undefined)?.max];
        const bottom = min ?? Math.min(0, (low ?? 0) * 1.05, first(field => field.custom.axisSoftMin, Math.min));
        const top = max ?? Math.max((high ?? 0) > 0 ? high * 1.08 : high ?? 0, first(field => field.custom.axisSoftMax, Math.max));
        return top > bottom ? [bottom, top] : [bottom, bottom + 1];
    }

    function drawThresholds({ ctx, bbox, valToPos }) {
        const styled = now.series.find(({ field }) => !['off', undefined].includes(field.custom.thresholdsStyle?.mode));
        if (!styled)
            return;
        const { mode } = styled.field.custom.thresholdsStyle;
        const scale = scaleOf(styled);
        const height = value => Math.min(bbox.top + bbox.height, Math.max(bbox.top, valToPos(value, scale, true)));
        ctx.save();
        thresholdsOf(styled.field).forEach(({ value, color }, index, steps) => {
            const y = value === -Infinity ? bbox.top + bbox.height : height(value);
            const above = index + 1 < steps.length ? height(steps[index + 1].value) : bbox.top;
            if (mode.includes('area')) {
                ctx.fillStyle = fade(color, 0.1);
                ctx.fillRect(bbox.left, above, bbox.width, y - above);
            }
            if ((mode.includes('line') || mode.includes('dashed')) && value !== -Infinity && y > bbox.top && y < bbox.top + bbox.height) {
                ctx.strokeStyle = color;
                ctx.lineWidth = devicePixelRatio;
                ctx.setLineDash(mode.includes('dashed') ? [8, 6] : []);
                ctx.beginPath();
                ctx.moveTo(bbox.left, y);
                ctx.lineTo(bbox.left + bbox.width, y);
                ctx.stroke();
            }
        });
        ctx.restore();
    }

    function drawExemplars(u) {
        const scale = scaleOf(now.series[0]);
        exemplars.draw(time => u.valToPos(time, 'x'), value => u.valToPos(value, scale), u.over.clientHeight, unitOf(scale));
    }

    // Only for the plot under the mouse or in the focus: a shared cursor moves in the others too.
    function point(u) {
        const { idx, left, top } = u.cursor;
        if (!u.over.matches(':hover, :focus'))
            return;
        if (idx === null || idx === undefined || left < 0 || model.options?.tooltip?.mode === 'none') {
            hideTooltip();
            return;
        }
        const { x, y } = u.over.getBoundingClientRect();
        showTooltip({ x: x + left, y: y + top }, formatMoment(now.times[idx]), rowsAt(u, idx, top));
    }

    function rowsAt(u, index, top) {
        const rows = now.series.filter(({ isShown, values }) => isShown && values[index] !== null).map(series => ({
            name: series.name,
            value: series.values[index],
            text: display(series.values[index], series.field).text,
            color: series.color,
            away: Math.abs(u.valToPos(series.plotted[index] ?? 0, scaleOf(series)) - top),
        }));
        const nearest = Math.min(...rows.map(({ away }) => away));
        const { mode = 'single', sort = 'none' } = model.options?.tooltip ?? {};
        return rows.map(row => ({ ...row, isNearest: rows.length > 1 && row.away === nearest }))
            .filter(row => mode === 'multi' || row.away === nearest)
            .toSorted((one, other) => (sort === 'desc' ? other.value - one.value : sort === 'asc' ? one.value - other.value : 0));
    }

    function step(event) {
        const last = now.times.length - 1;
        const from = plot.cursor.idx ?? last;
        const next = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
        if (next === undefined)
            return;
        event.preventDefault();
        plot.setCursor({ left: plot.valToPos(now.times[Math.min(last, Math.max(0, next))], 'x'), top: 0 });
    }

    function zoom(u) {
        const { left, width } = u.select;
        if (width > 4)
            now.context.zoom(u.posToVal(left, 'x'), u.posToVal(left + width, 'x'));
        u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    }

    return { draw, remove };
}

// Series of the same unit share a scale; one that the panel puts to the right has its own.
const scaleOf = ({ field }) => `${field.custom.axisPlacement === 'right' ? 'right' : 'left'}:${field.unit ?? 'none'}`;

const unitOf = scale => scale.slice(scale.indexOf(':') + 1);

const axis = () => ({
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    stroke: chromeColor('axis'),
    grid: { stroke: chromeColor('grid'), width: 1 },
    ticks: { show: false },
    border: { show: false },
    gap: 6,
});

// A value without neighbours would be invisible as a line.
function isolated(u, index) {
    const data = u.data[index];
    return data.some((value, at) => value !== null && (data[at - 1] ?? null) === null && (data[at + 1] ?? null) === null);
}

function gradient({ ctx, bbox }, color, opacity) {
    const fill = ctx.createLinearGradient(0, bbox.top, 0, bbox.top + bbox.height);
    fill.addColorStop(0, fade(color, Math.min(1, opacity * 1.6)));
    fill.addColorStop(1, fade(color, opacity * 0.4));
    return fill;
}
