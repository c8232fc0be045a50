/** The times that a person can choose from, as Grafana writes them in addresses. */
export const ranges = new Map([
    ['now-5m', 'Last 5 minutes'],
    ['now-15m', 'Last 15 minutes'],
    ['now-30m', 'Last 30 minutes'],
    ['now-1h', 'Last hour'],
    ['now-3h', 'Last 3 hours'],
    ['now-6h', 'Last 6 hours'],
    ['now-12h', 'Last 12 hours'],
    ['now-24h', 'Last 24 hours'],
]);

const units = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of a duration such as 5s, 1m or 2h; undefined for anything else. */
export function seconds(text) {
    const [, count, unit] = /^(\d+)([smhdw])$/.exec(text ?? '') ?? [];
    return count === undefined ? undefined : count * units[unit];
}

/** A point in time, in seconds since 1970: `now`, `now-15m` or milliseconds since 1970; undefined for anything else. */
export function resolve(text, now) {
    if (/^\d+$/.test(text))
        return text / 1000;
    if (text === 'now')
        return now;
    const ago = /^now-(.+)$/.exec(text) ? seconds(text.slice(4)) : undefined;
    return ago === undefined ? undefined : now - ago;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shortClock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short' });

/** 14:03:22 @param {number} time seconds since 1970 */
export const formatTime = time => clock.format(time * 1000);

/** 14:03, or 14:03:22 where ticks are less than a minute apart, or 21 Nov where they are days apart. */
export const formatTick = (time, apart) => (apart < 60 ? clock : apart < 86_400 ? shortClock : day).format(time * 1000);

/** 21 Nov, 14:03:22 */
export const formatMoment = time => `${day.format(time * 1000)}, ${formatTime(time)}`;
