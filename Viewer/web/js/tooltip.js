import { element, replace } from './dom.js';

const gap = 14;
const most = 14;
const box = element('div', { class: 'tooltip', role: 'status', hidden: true });
document.body.append(box);

/**
 * Shows what is under the cursor of a plot; one box for all of them.
 * @param {{ x: number, y: number }} at in pixels of the window
 * @param {{ name: string, text: string, color: string, isNearest: boolean }[]} rows
 */
export function showTooltip(at, title, rows) {
    replace(box,
        element('div', { class: 'tooltip-title' }, title),
        ...rows.slice(0, most).map(row),
        rows.length > most && element('div', { class: 'tooltip-more' }, `and ${rows.length - most} more`));
    box.hidden = false;

    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${at.x + gap + width < innerWidth ? at.x + gap : Math.max(0, at.x - gap - width)}px`;
    box.style.top = `${Math.max(0, Math.min(at.y + gap, innerHeight - height - gap))}px`;
}

export function hideTooltip() {
    box.hidden = true;
}

function row({ name, text, color, isNearest }) {
    const swatch = element('span', { class: 'swatch' });
    swatch.style.background = color;
    return element('div', { class: `tooltip-row${isNearest ? ' nearest' : ''}` }, swatch, element('span', { class: 'tooltip-name' }, name), element('span', { class: 'tooltip-value' }, text));
}
