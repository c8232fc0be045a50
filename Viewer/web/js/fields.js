import { namedColor, seriesColor } from './colors.js';
import { format } from './units.js';

const matchers = {
    byName: (name, { names }) => names.includes(name),
    byRegexp: (pattern, { names }) => names.some(name => regex(pattern).test(name)),
    byFrameRefID: (refId, field) => field.refId === refId,
};

/**
 * How a panel shows one of its series or columns: its defaults, changed by every override that matches.
 * @param {{ names: string[], refId?: string }} of the names that it goes by, and its query
 * @returns {object} unit, decimals, min, max, noValue, thresholds, color, mappings, displayName, custom
 */
export function fieldOf(panel, of) {
    const field = structuredClone(panel.fieldConfig?.defaults ?? {});
    field.custom ??= {};
    for (const { matcher, properties } of panel.fieldConfig?.overrides ?? []) {
        if (matchers[matcher.id]?.(matcher.options, of))
            properties.forEach(({ id, value }) => set(field, id.split('.'), value));
    }
    return field;
}

/** A value as text, with the color of its mapping or threshold. @returns {{ text: string, color: string }} */
export function display(value, field) {
    const mapped = mappingOf(value, field.mappings ?? []);
    const isMissing = value === null || value === undefined || Number.isNaN(value);
    const text = mapped?.text ?? (isMissing ? field.noValue ?? 'No data' : format(value, field.unit, field.decimals));
    return { text, color: mapped?.color ? namedColor(mapped.color) : isMissing ? namedColor('text') : valueColor(value, field) };
}

/** The color that stands for a series. */
export function colorOf(field, index, last) {
    const mode = field.color?.mode ?? 'palette-classic';
    return mode === 'fixed' ? namedColor(field.color.fixedColor) : mode === 'thresholds' ? thresholdColor(last, field) : seriesColor(index);
}

/** The thresholds from low to high, in the field's own numbers; the first begins at -Infinity. @returns {{ color: string, value: number }[]} */
export function thresholdsOf(field) {
    const { mode = 'absolute', steps = [] } = field.thresholds ?? {};
    const { min = 0, max = 100 } = field;
    return steps.map(({ color, value }) => ({
        color: namedColor(color),
        value: value === null || value === undefined ? -Infinity : mode === 'percentage' ? min + (value / 100) * (max - min) : value,
    }));
}

/** The color of the highest threshold that a value has reached. */
export const thresholdColor = (value, field) => thresholdsOf(field).findLast(step => (value ?? -Infinity) >= step.value)?.color ?? namedColor('text');

const valueColor = (value, field) => (field.color?.mode === 'fixed' ? namedColor(field.color.fixedColor) : thresholdColor(value, field));

function mappingOf(value, mappings) {
    for (const { type, options } of mappings) {
        if (type === 'value' && value !== null && value !== undefined && Object.hasOwn(options, String(value)))
            return options[String(value)];
        if (type === 'range' && value !== null && value >= (options.from ?? -Infinity) && value <= (options.to ?? Infinity))
            return options.result;
        if (type === 'regex' && typeof value === 'string' && regex(options.pattern).test(value))
            return options.result;
        if (type === 'special' && isSpecial(value, options.match))
            return options.result;
    }
    return undefined;
}

const isSpecial = (value, match) =>
    (match.includes('null') && (value === null || value === undefined)) || (match.includes('nan') && Number.isNaN(value)) || (match === 'empty' && value === '');

function set(target, [first, ...rest], value) {
    if (rest.length === 0)
        target[first] = value;
    else
        set(target[first] ??= {}, rest, value);
}

// "/pattern/flags", or a pattern alone
function regex(text) {
    const [, pattern, flags] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [undefined, text, ''];
    return new RegExp(pattern, flags.replace('g', ''));
}
