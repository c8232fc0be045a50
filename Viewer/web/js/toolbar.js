import { element, replace } from './dom.js';
import { formatMoment, formatTime, ranges, resolve } from './time.js';
import { isChoice } from './variables.js';

/** The value of a time that is not in the list; choosing it changes nothing. */
export const custom = 'custom';

const refreshes = new Map([['', 'Off'], ['5s', '5 s'], ['10s', '10 s'], ['30s', '30 s'], ['1m', '1 min']]);

/**
 * What a person chooses for the whole dashboard: variables, time, refresh.
 * @param {{ variable: Function, range: Function, refresh: Function, now: Function }} on called with what was chosen
 */
export function createToolbar(root, on) {
    const variables = element('div', { class: 'variables' });
    const range = select('Time', 'time', ({ target }) => on.range(target.value));
    const refresh = select('Refresh', 'refresh', ({ target }) => on.refresh(target.value));
    const updated = element('span', { class: 'updated' });
    const button = element('button', { type: 'button', class: 'now', onclick: on.now }, 'Refresh now');
    root.append(variables, range.box, refresh.box, button, updated);

    const choices = new Map();

    return {
        showRange(from, to) {
            const isKnown = to === 'now' && ranges.has(from);
            setOptions(range.control, isKnown ? [...ranges] : [...ranges, [custom, describe(from, to)]], isKnown ? from : custom);
        },
        showRefresh(text) {
            setOptions(refresh.control, refreshes.has(text) ? [...refreshes] : [...refreshes, [text, text]], text);
        },
        showVariables(definitions, values) {
            const shown = definitions.filter(isChoice);
            const boxes = shown.map(definition => {
                const { name, label } = definition;
                if (!choices.has(name))
                    choices.set(name, select(label || name, `var-${name}`, ({ target }) => on.variable(name, target.value)));
                const { options, chosen } = values[name];
                setOptions(choices.get(name).control, options.length > 0 ? options : [[chosen, chosen]], chosen);
                return choices.get(name).box;
            });
            if (boxes.length !== variables.children.length || boxes.some((box, index) => box !== variables.children[index]))
                replace(variables, ...boxes);
        },
        showUpdated(time) {
            updated.textContent = `Updated ${formatTime(time)}`;
        },
        /** For another dashboard. */
        clear() {
            choices.clear();
            replace(variables);
            updated.textContent = '';
        },
    };
}

// What is not in the list: Last 2m, or 21 Nov, 17:34:57 – 17:40:21
function describe(from, to) {
    const [first, last] = [from, to].map(text => formatMoment(resolve(text, Date.now() / 1000)));
    const [day, time] = last.split(', ');
    return to === 'now' && from.startsWith('now-') ? `Last ${from.slice(4)}` : `${first} – ${first.startsWith(day) ? time : last}`;
}

function select(text, name, onchange) {
    const control = element('select', { id: `choice-${name}`, onchange });
    return { control, box: element('div', { class: 'choice' }, element('label', { for: control.id }, text), control) };
}

// Left alone where nothing changed: a person may have it open.
function setOptions(control, options, value) {
    const isSame = options.length === control.options.length && options.every(([option, text], index) => control.options[index].value === option && control.options[index].text === text);
    if (!isSame)
        control.replaceChildren(...options.map(([option, text]) => element('option', { value: option }, text)));
    control.value = value;
}
