import { element, replace } from './dom.js';
import { interpolate } from './interpolate.js';
import { kindOf } from './panels/kinds.js';
import { chosenValues } from './variables.js';

/**
 * A panel: its frame, which tells its state as `data-state` (loading, ready, error), round what its kind draws.
 * @param {object} model the panel in Grafana's JSON
 * @param {string} heading h2, or h3 below the heading of a row
 */
export function createPanel(model, heading) {
    const id = `panel-${model.id}`;
    const title = element(heading, { id: `${id}-title` });
    const body = element('div', { class: 'panel-body' });
    const links = element('div', { class: 'panel-links' });
    const info = model.description && aboutOf(model.description, id);
    const frame = element('section', { class: 'panel', id, 'aria-labelledby': title.id, 'data-type': model.type, 'data-state': 'loading' },
        element('header', { class: 'panel-head' }, title, info?.box, links),
        body);
    place(frame, model.gridPos);

    const kind = kindOf(model)(model, body, links);
    let drawn;

    function draw(data, context) {
        drawn = () => kind.draw(data, context);
        frame.removeAttribute('data-trouble');
        drawn();
        frame.dataset.state = 'ready';
    }

    function fail(trouble) {
        drawn = undefined;
        kind.clear?.();
        frame.dataset.state = 'error';
        replace(body, element('div', { class: 'trouble' }, element('strong', {}, trouble.message), element('span', {}, trouble.detail ?? '')));
    }

    return {
        frame,
        /** Loads and draws it. @returns {Promise<Error|null>} what went wrong; the panel says it too */
        async update(context) {
            title.textContent = interpolate(model.title, chosenValues(context.variables));
            info?.button.setAttribute('aria-label', `About ${title.textContent}`);
            frame.setAttribute('aria-busy', 'true');
            try {
                draw(await kind.load({ ...context, width: body.clientWidth }), context);
                return null;
            } catch (error) {
                if (context.signal.aborted)
                    return null;
                if (error.status === undefined)
                    console.error(error); // ours: a defect
                fail(error);
                return error;
            } finally {
                if (!context.signal.aborted)
                    frame.removeAttribute('aria-busy');
            }
        },
        /** Something else is asked for: what is drawn no longer answers it. */
        expect() {
            frame.dataset.state = 'loading';
        },
        /** Draws the same data again, in other colors. */
        redraw: () => drawn?.(),
        /** The page no longer shows it. */
        remove: () => kind.clear?.(),
    };
}

// What the panel is about: opened by pointing at the button or by focusing it, closed by Escape.
function aboutOf(description, id) {
    const tip = element('p', { class: 'tip', role: 'tooltip', id: `${id}-about` }, description);
    const button = element('button', { class: 'info', type: 'button', 'aria-describedby': tip.id, onkeydown: ({ key }) => key === 'Escape' && button.blur() }, 'i');
    return { button, box: element('span', { class: 'about' }, button, tip) };
}

function place(frame, { x = 0, y = 0, w = 12, h = 8 } = {}) {
    frame.style.gridColumn = `${x + 1} / span ${w}`;
    frame.style.gridRow = `${y + 1} / span ${h}`;
    frame.style.setProperty('--rows', h);
}
