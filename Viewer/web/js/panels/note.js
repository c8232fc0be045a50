import { element, replace } from '../dom.js';

/** What needs Grafana. */
export const note = (model, body) => ({
    load: async () => null,
    draw: () => replace(body, noteOf('Grafana shows this panel', 'The viewer draws numbers, lines and tables from Prometheus, and the newest logs and traces.')),
});

/** A calm word in the place of a panel's content. */
export const noteOf = (title, detail) => element('div', { class: 'note' }, element('strong', {}, title), detail && element('span', {}, detail));
