import { addressOf, readAddress } from './address.js';
import { get } from './api.js';
import { createDashboard } from './dashboard.js';
import { element, replace } from './dom.js';
import { aspireLinks } from './links.js';
import { createRefresher } from './refresh.js';
import { onThemeChange, switchTheme } from './theme.js';
import { resolve, seconds } from './time.js';
import { createToolbar, custom } from './toolbar.js';
import { resolveVariables } from './variables.js';

const byId = id => document.getElementById(id);
const [main, heading, summary, trouble] = ['panels', 'title', 'summary', 'trouble'].map(byId);

let links = aspireLinks(null);
let summaries = [];
let model; // of the open dashboard, in Grafana's JSON
let dashboard;
let chosen; // what the address says, completed by what the dashboard does

const toolbar = createToolbar(byId('toolbar'), {
    variable: (name, value) => choose({ variables: { ...chosen.variables, [name]: value } }),
    range: from => from !== custom && choose({ from, to: 'now' }),
    refresh: refresh => {
        chosen = { ...chosen, refresh };
        history.replaceState(null, '', addressOf(chosen));
        refresher.every(seconds(refresh) ?? 0);
    },
    now: () => refresher.now(),
});

const refresher = createRefresher(signal => update(dashboard.shown(), signal));

byId('theme').addEventListener('click', switchTheme);
onThemeChange(() => dashboard?.redraw());
document.addEventListener('click', followInside);
addEventListener('popstate', open);
start();

async function start() {
    try {
        const [settings, found] = await Promise.all([get('/api/settings'), get('/api/dashboards')]);
        links = aspireLinks(settings.aspireDashboard);
        summaries = found;
        await open();
    } catch (error) {
        say(error);
    }
}

async function open() {
    const address = readAddress();
    const uid = address.uid ?? summaries[0]?.uid;
    try {
        if (uid === undefined)
            throw Object.assign(new Error('There are no dashboards'), { detail: 'The folder that the viewer was given holds none.' });
        if (uid !== model?.uid)
            await show(uid);
    } catch (error) {
        say(error);
        return;
    }

    chosen = { uid, from: address.from ?? model.time?.from ?? 'now-15m', to: address.to ?? model.time?.to ?? 'now', refresh: address.refresh ?? model.refresh ?? '', variables: address.variables };
    const now = Date.now() / 1000;
    if (!(resolve(chosen.from, now) < resolve(chosen.to, now)))
        Object.assign(chosen, { from: 'now-15m', to: 'now' });
    toolbar.showRefresh(chosen.refresh);
    refresher.every(seconds(chosen.refresh) ?? 0);
    await refreshAll();
}

// Another dashboard in the place of the one that is open.
async function show(uid) {
    main.dataset.state = 'loading';
    model = { ...await get(`/api/dashboards/${encodeURIComponent(uid)}`), uid };
    dashboard?.remove();
    dashboard = createDashboard(model, panels => update(panels, new AbortController().signal));
    toolbar.clear();
    document.title = `${model.title} · Dashboards`;
    heading.textContent = model.title;
    summary.textContent = model.description ?? '';
    replace(main, ...dashboard.elements);
    scrollTo(0, 0);
}

function choose(change) {
    chosen = { ...chosen, ...change };
    history.pushState(null, '', addressOf(chosen));
    return refreshAll();
}

// Something else is asked for than what is on the screen.
function refreshAll() {
    main.dataset.state = 'loading';
    dashboard.shown().forEach(panel => panel.expect());
    toolbar.showRange(chosen.from, chosen.to);
    showDashboards();
    return refresher.now();
}

async function update(panels, signal) {
    const now = Date.now() / 1000;
    const time = { from: resolve(chosen.from, now), to: resolve(chosen.to, now) };
    const definitions = model.templating?.list ?? [];
    let failure = null;
    let variables;
    try {
        variables = await resolveVariables(definitions, chosen.variables, time, signal);
    } catch (error) {
        if (signal.aborted)
            return;
        failure = error;
        variables = await resolveVariables(definitions.map(definition => ({ ...definition, type: 'constant' })), chosen.variables, time, signal);
    }
    toolbar.showVariables(definitions, variables);

    const context = {
        ...time, variables, signal, links,
        isLive: chosen.to === 'now',
        hasSharedCursor: model.graphTooltip > 0,
        zoom: (from, to) => choose({ from: `${Math.round(from * 1000)}`, to: `${Math.round(to * 1000)}` }),
    };
    const failures = await Promise.all(panels.map(panel => panel.update(context)));
    if (signal.aborted)
        return;
    failure = failures.find(Boolean) ?? failure;
    say(failure);
    if (!failure)
        toolbar.showUpdated(now);
    main.dataset.state = 'ready';
}

// Told once, and in the page all the while that it lasts.
function say(failure) {
    const text = failure ? `${failure.message}. ${failure.detail ?? ''}` : '';
    if (trouble.textContent !== text)
        trouble.textContent = text;
    trouble.hidden = text === '';
}

function showDashboards() {
    replace(byId('dashboards'), ...summaries.map(({ uid, title, description }) => element('li', {},
        element('a', { href: addressOf({ ...chosen, uid }), title: description, 'data-key': uid, 'aria-current': uid === chosen.uid ? 'page' : null }, title))));
}

// A link to another dashboard, wherever it is, opens it in this page.
function followInside(event) {
    const link = event.target.closest('a[href^="/d/"]');
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
        return;
    event.preventDefault();
    history.pushState(null, '', link.href);
    open();
}
