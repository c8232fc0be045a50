/** How often Prometheus reads a service, in seconds: prometheus/prometheus.yml, as grafana/provisioning tells it to Grafana. */
export const scrapeInterval = 5;

const nice = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** Seconds between the points of a plot: about one for each pixel, at even numbers, and never more often than there is something new. */
export function stepOf(range, pixels) {
    const wanted = Math.max(range / Math.max(pixels, 1), scrapeInterval);
    return nice.find(step => step >= wanted) ?? nice.at(-1);
}

/** What Grafana puts in the place of its macros, for queries of this range and step, both in seconds. */
export function macros(range, step) {
    const rate = Math.max(step + scrapeInterval, 4 * scrapeInterval); // enough for two samples also where a scrape failed
    return {
        __interval: `${step}s`,
        __interval_ms: `${step * 1000}`,
        __rate_interval: `${rate}s`,
        __rate_interval_ms: `${rate * 1000}`,
        __range: `${Math.round(range)}s`,
        __range_s: `${Math.round(range)}`,
        __range_ms: `${Math.round(range * 1000)}`,
    };
}
