/**
 * What is drawn of each series: its values, or, where it is stacked, those on top of the ones before it in its stack.
 * @returns {object[]} the series with `plotted`; those of a stack with `isStacked` and, above another, `below`: the index of that one
 */
export function stack(series) {
    const tops = new Map();
    return series.map((one, index) => {
        const drawable = one.values.map(value => (Number.isFinite(value) ? value : null));
        const { mode = 'none', group = 'A' } = one.field.custom.stacking ?? {};
        if (mode !== 'normal' || !one.isShown)
            return { ...one, plotted: drawable };

        const below = tops.get(group);
        const sums = drawable.map((value, at) => add(below?.sums[at] ?? null, value));
        tops.set(group, { index, sums });
        return { ...one, isStacked: true, plotted: sums, below: below?.index };
    });
}

// Nothing on top of nothing is nothing; on top of something it is as high as that.
const add = (one, other) => (one === null && other === null ? null : (one ?? 0) + (other ?? 0));
