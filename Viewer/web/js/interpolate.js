const reference = /\$\{(\w+)(?::\w+)?\}|\$(\w+)/g;

/** Puts values in the place of $name and ${name}; what has no value stays as it is (`$1` of label_replace). */
export function interpolate(text, values) {
    return (text ?? '').replace(reference, (whole, braced, plain) => values[braced ?? plain] ?? whole);
}

/** A value as part of a PromQL string: it cannot end the string. */
export const escapeString = value => value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');

/** A legend such as `{{method}} {{route}}`, from the labels of a series. */
export const interpolateLegend = (text, labels) => text.replace(/\{\{\s*([^}]+?)\s*\}\}/g, (_, name) => labels[name] ?? '');
