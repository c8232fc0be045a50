import { element } from './dom.js';
import { createPanel } from './panel.js';

/**
 * The panels of a dashboard in a grid of 24 columns, and its rows, which a person can fold.
 * @param {object} model the dashboard in Grafana's JSON
 * @param {(panels: object[]) => void} onOpen called with the panels of a row that was unfolded
 */
export function createDashboard(model, onOpen) {
    const sections = sectionsOf(model.panels ?? []).map(section => createSection(section, onOpen));
    const shown = () => sections.flatMap(section => (section.isOpen() ? section.panels : []));

    return {
        elements: sections.map(section => section.element),
        shown,
        redraw: () => shown().forEach(panel => panel.redraw()),
        remove: () => sections.forEach(section => section.panels.forEach(panel => panel.remove())),
    };
}

// A row holds the panels after it, up to the next row; folded in the file, it holds them itself.
function sectionsOf(panels) {
    const sections = [{ row: null, panels: [] }];
    for (const panel of panels.toSorted((one, other) => one.gridPos.y - other.gridPos.y || one.gridPos.x - other.gridPos.x)) {
        if (panel.type === 'row')
            sections.push({ row: panel, panels: [...(panel.panels ?? [])] });
        else
            sections.at(-1).panels.push(panel);
    }
    return sections.filter(section => section.row || section.panels.length > 0);
}

function createSection({ row, panels: models }, onOpen) {
    const top = Math.min(...models.map(({ gridPos }) => gridPos.y));
    const panels = models.map(model => createPanel({ ...model, gridPos: { ...model.gridPos, y: model.gridPos.y - top } }, row ? 'h3' : 'h2'));
    const grid = element('div', { class: 'grid', id: row && `row-${row.id}` }, ...panels.map(panel => panel.frame));
    grid.hidden = row?.collapsed === true;

    const button = row && element('button', {
        type: 'button', 'aria-expanded': String(!grid.hidden), 'aria-controls': grid.id,
        onclick: () => {
            grid.hidden = !grid.hidden;
            button.setAttribute('aria-expanded', String(!grid.hidden));
            if (!grid.hidden)
                onOpen(panels);
        },
    }, row.title);

    return {
        element: element('div', { class: 'section' }, row && element('h2', { class: 'row' }, button), grid),
        panels,
        isOpen: () => !grid.hidden,
    };
}
