const key = 'theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set();

/** Dark or light: what the person chose here, else what the system says. The stylesheet follows `color-scheme` with light-dark(). */
export const isDark = () => (localStorage.getItem(key) ?? (system.matches ? 'dark' : 'light')) === 'dark';

export function switchTheme() {
    const next = isDark() ? 'light' : 'dark';
    if ((next === 'dark') === system.matches)
        localStorage.removeItem(key);
    else
        localStorage.setItem(key, next);
    apply();
}

/** Calls back after each change. */
export const onThemeChange = listener => listeners.add(listener);

function apply() {
    document.documentElement.style.colorScheme = isDark() ? 'dark' : 'light';
    listeners.forEach(listener => listener());
}

system.addEventListener('change', apply);
apply();
