/** A piece of HTML: a tag with its attributes, or text with its entities resolved. */
export type HtmlToken =
  | { kind: 'open'; name: string; attributes: Map<string, string> }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string };

const namedEntities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};
/** Elements whose content is text up to their own end, tags and all. */
const textElements = new Set(['script', 'style', 'textarea', 'title']);

/** Cuts HTML into tokens, whatever it holds: what cannot be a tag is text. Takes one pass and never throws. */
export function* readHtml(html: string): Generator<HtmlToken> {
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) return yield text(html.slice(at));
    if (open > at) yield text(html.slice(at, open));
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const tag = readTag(html, open);
    if (tag === null) {
      yield text('<');
      at = open + 1;
      continue;
    }
    at = tag.end;
    if (tag.token !== null) yield tag.token;
    if (tag.token?.kind !== 'open' || !textElements.has(tag.token.name)) continue;
    const end = endOfText(html, at, tag.token.name);
    if (end > at) yield text(html.slice(at, end));
    at = end;
  }
}

function endOfText(html: string, from: number, name: string): number {
  const closing = new RegExp(`</${name}[\\s/>]`, 'gi');
  closing.lastIndex = from;
  return closing.exec(html)?.index ?? html.length;
}

function readTag(html: string, at: number): { token: HtmlToken | null; end: number } | null {
  const start = /<(\/?)([a-z][\w:-]*)/iy;
  start.lastIndex = at;
  const found = start.exec(html);
  if (!found) {
    // A doctype or a processing instruction says nothing to us.
    if (!/[!?]/.test(html[at + 1] ?? '')) return null;
    const end = html.indexOf('>', at);
    return { token: null, end: end < 0 ? html.length : end + 1 };
  }
  const name = (found[2] as string).toLowerCase();
  const { attributes, end } = readAttributes(html, start.lastIndex);
  return { token: found[1] ? { kind: 'close', name } : { kind: 'open', name, attributes }, end };
}

function readAttributes(html: string, from: number): { attributes: Map<string, string>; end: number } {
  const attributes = new Map<string, string>();
  const next = /[\s/]*(?:(>)|([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?|=)/y;
  let at = from;
  while (at < html.length) {
    next.lastIndex = at;
    const found = next.exec(html);
    if (!found) return { attributes, end: html.length };
    at = next.lastIndex;
    if (found[1]) break;
    const name = found[2]?.toLowerCase();
    if (name !== undefined && !attributes.has(name))
      attributes.set(name, resolveEntities(found[3] ?? found[4] ?? found[5] ?? ''));
  }
  return { attributes, end: at };
}

function text(raw: string): HtmlToken {
  return { kind: 'text', text: resolveEntities(raw) };
}

function resolveEntities(raw: string): string {
  return raw.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return namedEntities[entity.toLowerCase()] ?? whole;
    const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : '\ufffd';
  });
}
