import { element, outsideLink, webAddress } from './dom.js';

const fence = '```';
const inline = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** Headings, lists, paragraphs, code, **bold**, *emphasis* and [links](address). All else is shown as it is written. @returns {Node[]} */
export function markdown(text) {
    const blocks = [];
    const lines = text.split('\n');
    while (lines.length > 0) {
        const line = lines.shift();
        const heading = /^(#{1,4})\s+(.*)$/.exec(line);
        if (heading)
            blocks.push(element(`h${Math.min(heading[1].length + 3, 6)}`, {}, ...spans(heading[2])));
        else if (line.startsWith(fence))
            blocks.push(codeBlock(lines));
        else if (isItem(line))
            blocks.push(list([line, ...take(lines, isItem)]));
        else if (line.trim() !== '')
            blocks.push(element('p', {}, ...spans([line, ...take(lines, isText)].join(' '))));
    }
    return blocks;
}

function codeBlock(lines) {
    const code = take(lines, line => !line.startsWith(fence));
    lines.shift();
    return element('pre', {}, element('code', {}, code.join('\n')));
}

const isItem = line => /^\s*([-*]|\d+\.)\s+/.test(line);
const isText = line => line.trim() !== '' && !isItem(line) && !line.startsWith('#') && !line.startsWith(fence);

const list = items => element(/^\s*\d/.test(items[0]) ? 'ol' : 'ul', {}, ...items.map(item => element('li', {}, ...spans(item.replace(/^\s*([-*]|\d+\.)\s+/, '')))));

function take(lines, belongs) {
    const end = lines.findIndex(line => !belongs(line));
    return lines.splice(0, end < 0 ? lines.length : end);
}

function spans(text) {
    const nodes = [];
    let end = 0;
    for (const { 0: whole, index, 1: code, 2: bold, 3: emphasis, 4: label, 5: address } of text.matchAll(inline)) {
        nodes.push(text.slice(end, index));
        nodes.push(
            code !== undefined ? element('code', {}, code)
            : bold !== undefined ? element('strong', {}, bold)
            : emphasis !== undefined ? element('em', {}, emphasis)
            : link(label, address));
        end = index + whole.length;
    }
    return [...nodes, text.slice(end)];
}

const link = (label, address) => (address.startsWith('/') && webAddress(address) ? element('a', { href: address }, label) : outsideLink(address, {}, label));
