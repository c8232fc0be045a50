import { outsideLink, webAddress } from './dom.js';

/** Links into the Aspire dashboard, where single traces and log lines are. @param {string|null} address of its pages; null where it is off */
export function aspireLinks(address) {
    const to = path => (address ? webAddress(new URL(path, address)) : null);
    return {
        isOn: Boolean(address),
        trace: id => (/^[0-9a-f]{32}$/i.test(id ?? '') ? to(`/traces/detail/${id}`) : null),
        logs: service => to(`/structuredlogs/resource/${encodeURIComponent(service)}`),
        traces: service => to(`/traces/resource/${encodeURIComponent(service)}`),
    };
}

/** A link of that kind, with a mark that it leads away. */
export const aspireLink = (address, text, properties = {}) => outsideLink(address, { class: 'aspire', title: 'Open in the Aspire dashboard', ...properties }, text);
