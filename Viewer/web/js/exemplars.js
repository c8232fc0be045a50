import { element, outsideLink, replace } from './dom.js';
import { queryExemplars } from './prometheus.js';
import { promql } from './series.js';
import { stepOf } from './step.js';
import { formatTime } from './time.js';
import { format } from './units.js';

const most = 40;

/** The single requests behind a query. */
export const loadExemplars = (target, context) =>
    queryExemplars(promql(target.expr, context, stepOf(context.to - context.from, context.width)), context, context.signal);

/** Dots over a plot, each a link to the trace of one request. Tab reaches the first, the arrow keys the others. */
export function createExemplars() {
    const layer = element('div', { class: 'exemplars', role: 'group', 'aria-label': 'Single requests', onkeydown: move });
    let dots = [];
    let links;

    function move(event) {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step)
            return;
        event.preventDefault();
        event.stopPropagation();
        const all = [...layer.children];
        all[Math.min(all.length - 1, Math.max(0, all.indexOf(document.activeElement) + step))]?.focus();
    }

    return {
        layer,
        set(exemplars, context) {
            dots = slowest(exemplars, context);
            links = context.links;
        },
        /** @param {(time: number) => number} left and @param {(value: number) => number} top in pixels of the plot */
        draw(left, top, height, unit) {
            replace(layer, ...dots.map(({ labels, value, time }, index) => {
                const id = labels.trace_id ?? labels.traceID ?? '';
                const text = `${format(value, unit)} at ${formatTime(time)}, trace ${id}`;
                const dot = outsideLink(links.trace(id) ?? 'no:', { class: 'exemplar', title: text, 'aria-label': text, 'data-key': id + time, tabindex: index === 0 ? 0 : -1 });
                dot.style.left = `${left(time)}px`;
                dot.style.top = `${Math.min(height, Math.max(4, top(value)))}px`;
                return dot;
            }));
        },
    };
}

// So many that they can still be told apart: the slowest of each of some equal times.
function slowest(exemplars, { from, to }) {
    const slots = new Map();
    for (const exemplar of exemplars) {
        const slot = Math.floor(((exemplar.time - from) / (to - from)) * most);
        if (slot >= 0 && slot < most && Number.isFinite(exemplar.value) && !(slots.get(slot)?.value >= exemplar.value))
            slots.set(slot, exemplar);
    }
    return [...slots.values()].toSorted((one, other) => one.time - other.time);
}
