/**
 * What the page's address says, in Grafana's words: /d/http?from=now-1h&to=now&refresh=10s&var-service=api.
 * @returns {{ uid: string|null, from: string|null, to: string|null, refresh: string|null, variables: object }}
 */
export function readAddress() {
    const [, uid] = /^\/d\/([^/]+)/.exec(location.pathname) ?? [];
    const query = new URLSearchParams(location.search);
    return {
        uid: uid === undefined ? null : decodeURIComponent(uid),
        from: query.get('from'),
        to: query.get('to'),
        refresh: query.get('refresh'),
        variables: Object.fromEntries([...query].filter(([name]) => name.startsWith('var-')).map(([name, value]) => [name.slice(4), value])),
    };
}

/** The address of a dashboard with the same time, refresh and variables. */
export function addressOf({ uid, from, to, refresh, variables }) {
    const query = new URLSearchParams(Object.entries({ from, to, refresh }).filter(([, value]) => value !== null));
    Object.entries(variables).forEach(([name, value]) => query.set(`var-${name}`, value));
    return `/d/${encodeURIComponent(uid)}${query.size > 0 ? `?${query}` : ''}`;
}
