import { element, replace } from '../dom.js';
import { interpolate } from '../interpolate.js';
import { markdown } from '../markdown.js';

/** Words that somebody wrote into the dashboard. */
export const text = ({ options = {} }, body) => ({
    load: async () => null,
    draw: (_, { variables }) => {
        const values = Object.fromEntries(Object.entries(variables).map(([name, { chosen }]) => [name, chosen]));
        const content = interpolate(options.content, values);
        replace(body, element('div', { class: 'text' }, ...(options.mode === 'code' ? [element('pre', {}, content)] : markdown(content))));
    },
});
