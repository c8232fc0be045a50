/** What went wrong, in two sentences for people. */
export class Trouble extends Error {
    constructor(title, detail, status) {
        super(title);
        this.detail = detail;
        this.status = status;
    }
}

/**
 * Reads JSON from this page's server.
 * @param {string} path
 * @param {object} parameters left out where undefined
 * @throws {Trouble} for every answer but a good one; an AbortError when the signal says so
 */
export async function get(path, parameters = {}, signal = undefined) {
    const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined));
    let response;
    try {
        response = await fetch(`${path}?${query}`, { signal });
    } catch (error) {
        throw error.name === 'AbortError' ? error : new Trouble('The viewer does not answer', 'It has ended, or the network is gone.', 0);
    }

    const body = await response.json().catch(() => null);
    if (!response.ok)
        throw new Trouble(body?.title ?? 'The query failed', body?.detail ?? body?.error ?? `${response.status} ${response.statusText}`, response.status);
    if (body === null)
        throw new Trouble('The answer is not JSON', path, response.status);
    return body;
}
