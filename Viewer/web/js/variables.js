import { interpolate } from './interpolate.js';
import { labelValues } from './prometheus.js';

const all = '$__all';

/** A variable that has several values to choose from; a data source has none here. */
export const isChoice = definition => definition.hide !== 2 && ['query', 'custom'].includes(definition.type);

/**
 * The values of a dashboard's variables: what the address says, else what the dashboard does, else the first that there is.
 * @param {object[]} definitions in the order in which they may refer to each other
 * @param {object} chosen by name
 * @returns {Promise<object>} by name: `value`, `isPattern` (already written for a query), `options` as [value, text]
 */
export async function resolveVariables(definitions, chosen, time, signal) {
    const variables = {};
    for (const definition of definitions) {
        const options = await optionsOf(definition, variables, time, signal);
        const wanted = chosen[definition.name] ?? firstOf(definition.current?.value);
        const value = options.length === 0 || options.some(([option]) => option === wanted) ? wanted ?? '' : options[0][0];
        variables[definition.name] = value === all ? { value: definition.allValue || '.*', chosen: all, isPattern: true, options } : { value, chosen: value, isPattern: false, options };
    }
    return variables;
}

/** The values by name, as the person chose them: for text, where a query may want a pattern. */
export const chosenValues = variables => Object.fromEntries(Object.entries(variables).map(([name, { chosen }]) => [name, chosen]));

async function optionsOf(definition, variables, time, signal) {
    const values = definition.type === 'query' ? await queried(definition, variables, time, signal) : definition.type === 'custom' ? listed(definition.query) : [];
    const options = values.map(value => [value, value]);
    return definition.includeAll ? [[all, 'All'], ...options] : options;
}

// label_values(label), or label_values(selector, label)
async function queried(definition, variables, time, signal) {
    const query = definition.query?.query ?? definition.query;
    const [, selector, label] = /^label_values\((?:(.+),)?\s*(\w+)\s*\)$/s.exec(query) ?? [];
    if (label === undefined)
        return [];

    const values = Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, variable.value]));
    return (await labelValues(label, selector && interpolate(selector.trim(), values), time, signal)).toSorted();
}

const listed = text => text.split(',').map(value => value.trim()).filter(value => value.length > 0);

const firstOf = value => (Array.isArray(value) ? value[0] : value);
