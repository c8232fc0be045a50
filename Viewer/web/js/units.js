const thousands = ['', ' K', ' Mil', ' Bil', ' Tri'];
const times = [[1e-9, ' ns'], [1e-6, ' µs'], [1e-3, ' ms'], [1, ' s'], [60, ' min'], [3600, ' h'], [86_400, ' d'], [31_536_000, ' y']];

const prefixed = (names, base) => names.map((name, power) => [base ** power, name]);
const decimal = suffix => prefixed(['', 'k', 'M', 'G', 'T'].map(prefix => ` ${prefix}${suffix}`), 1000);
const binary = suffix => prefixed(['', 'Ki', 'Mi', 'Gi', 'Ti'].map(prefix => ` ${prefix}${suffix}`), 1024);
const counted = suffix => prefixed(thousands.map(thousand => thousand.trimEnd() + suffix), 1000);
const timed = unit => times.map(([size, name]) => [size / unit, name]);

/** Grafana's unit ids: what a number is divided by and followed by, from small to large. */
const units = {
    none: [[1, '']],
    short: prefixed(thousands, 1000),
    percent: [[1, '%']],
    percentunit: [[0.01, '%']],
    s: timed(1),
    ms: timed(1e-3),
    µs: timed(1e-6),
    ns: timed(1e-9),
    bytes: binary('B'),
    decbytes: decimal('B'),
    Bps: decimal('B/s'),
    binBps: binary('B/s'),
    bits: decimal('b'),
    hertz: decimal('Hz'),
    reqps: counted(' req/s'),
    reqpm: counted(' req/min'),
    ops: counted(' ops/s'),
    cps: counted(' c/s'),
    rps: counted(' rd/s'),
    wps: counted(' wr/s'),
};

const truths = { bool: ['False', 'True'], bool_yes_no: ['No', 'Yes'], bool_on_off: ['Off', 'On'] };

/** A number with its unit, as people read it: 1536 bytes are 1.5 KiB. @param {number} [decimals] as many as are telling where not given */
export function format(value, unit = 'none', decimals = undefined) {
    if (unit in truths)
        return truths[unit][value ? 1 : 0];
    if (!Number.isFinite(value))
        return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞';

    const [size, suffix] = scaleOf(Math.abs(value), unit);
    return group((value / size).toFixed(decimals ?? tellingDecimals(value / size))) + suffix;
}

/** The marks of an axis: all in the unit that suits the largest, with as many decimals as tell two neighbours apart. */
export function formatTicks(values, unit = 'none') {
    if (unit in truths)
        return values.map(value => format(value, unit));

    const [size, suffix] = scaleOf(Math.max(...values.map(Math.abs)), unit);
    const apart = values.length > 1 ? Math.abs(values[1] - values[0]) / size : 1;
    const decimals = Math.min(6, [0, 1, 2, 3, 4, 5].find(count => Math.abs(apart * 10 ** count - Math.round(apart * 10 ** count)) < 1e-6) ?? 6);
    return values.map(value => group((value / size).toFixed(decimals)) + suffix);
}

/** Whether people count it in powers of two. */
export const isBinary = unit => unit === 'bytes' || unit === 'binBps';

function scaleOf(value, unit) {
    const scales = units[unit] ?? [[1, unit.startsWith('suffix:') ? unit.slice('suffix:'.length) : ` ${unit}`]];
    const one = scales.find(([size]) => size === 1) ?? scales[0];
    return value === 0 ? one : scales.findLast(([size]) => value >= size) ?? scales[0];
}

// Two digits that count, three where the first is small: 0.012, 1.25, 4.3, 250
function tellingDecimals(value) {
    if (Number.isInteger(value))
        return 0;
    const magnitude = Math.floor(Math.log10(Math.abs(value)));
    return Math.min(6, Math.max(0, 1 - magnitude + (Math.abs(value) / 10 ** magnitude < 2.25 ? 1 : 0)));
}

const group = text => text.replace(/^(-?\d+)/, digits => digits.replace(/\B(?=(\d{3})+$)/g, ' '));
