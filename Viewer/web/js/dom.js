/**
 * Makes an element. Text becomes text nodes and attributes are set by name: nothing in this page parses HTML, so nothing that it shows can be any.
 * @param {string} tag
 * @param {object} properties attributes; `on…` is a listener, false and null leave an attribute out
 * @param {...(Node|string|number|null|false)} children
 */
export function element(tag, properties = {}, ...children) {
    return fill(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function svg(tag, properties = {}, ...children) {
    return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), properties, children);
}

/** A link that opens beside the page; only text where the address is none of the web. */
export function outsideLink(address, properties, ...children) {
    const href = webAddress(address);
    return href ? element('a', { ...properties, href, target: '_blank', rel: 'noopener' }, ...children) : element('span', properties, ...children);
}

/** An address with http or https, or null. @param {string} text may be relative to this page */
export function webAddress(text) {
    try {
        const url = new URL(text, document.baseURI);
        return ['http:', 'https:'].includes(url.protocol) ? url.href : null;
    } catch {
        return null;
    }
}

/** Puts other children into an element, and the focus back on what has the same `data-key` as what had it. */
export function replace(parent, ...children) {
    const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    const { scrollTop, scrollLeft } = parent;
    parent.replaceChildren(...children.filter(isShown));
    Object.assign(parent, { scrollTop, scrollLeft });
    if (key !== undefined)
        [...parent.querySelectorAll('[data-key]')].find(child => child.dataset.key === key)?.focus({ preventScroll: true });
}

function fill(made, properties, children) {
    for (const [name, value] of Object.entries(properties)) {
        if (name.startsWith('on'))
            made.addEventListener(name.slice(2), value);
        else if (value !== null && value !== undefined && value !== false)
            made.setAttribute(name, value === true ? '' : value);
    }
    made.append(...children.filter(isShown));
    return made;
}

const isShown = child => child !== null && child !== undefined && child !== false;
