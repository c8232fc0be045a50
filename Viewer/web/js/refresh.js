/**
 * Runs something again and again: never twice at a time, and not while nobody looks at the page.
 * @param {(signal: AbortSignal) => Promise<void>} run
 */
export function createRefresher(run) {
    let interval = 0;
    let timer;
    let current;
    let due = 0;

    async function now() {
        clearTimeout(timer);
        current?.abort();
        const mine = current = new AbortController();
        await run(mine.signal);
        if (current === mine) {
            current = undefined;
            schedule();
        }
    }

    function schedule() {
        clearTimeout(timer);
        if (interval === 0)
            return;
        due = Date.now() + interval * 1000;
        if (!document.hidden)
            timer = setTimeout(now, interval * 1000);
    }

    document.addEventListener('visibilitychange', () => {
        clearTimeout(timer);
        if (!document.hidden && interval > 0 && !current)
            timer = setTimeout(now, Math.max(0, due - Date.now()));
    });

    return {
        /** Runs at once, in the place of what is running. */
        now,
        /** @param {number} seconds between two runs; 0 for none but those that are asked for */
        every(seconds) {
            interval = seconds;
            if (!current)
                schedule();
        },
    };
}
