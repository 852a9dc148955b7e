/** An element of an XML document; names keep their prefix, e.g. `dc:date`. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Its own text and that of its CDATA sections, without its children's. */
  text: string;
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<!DOCTYPE[^>[]*(?:\[[\s\S]*?\])?[^>]*>|<\/([^\s>]+)\s*>|<([^\s/>]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|[^<]+/gy;
const deepest = 200;

/**
 * Reads an XML document into its root element. It resolves the predefined and numeric entities only: documents that
 * declare others get them as they are written. Throws a `SyntaxError` with the place where a document is broken off.
 */
export function parseXml(source: string): XmlElement {
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const text = source.replace(/^\ufeff/, '');
  token.lastIndex = 0;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    const match = token.exec(text);
    if (match === null)
      throw new SyntaxError(`The XML is broken at character ${at}: ${text.slice(at, at + 60)}`);
    const [whole, cdata, closes, opens, attributes, empty] = match;
    const parent = open.at(-1) ?? top;
    if (cdata !== undefined) parent.text += cdata;
    else if (closes !== undefined) {
      if (open.length === 1 || closes !== parent.name) {
        throw new SyntaxError(
          `The XML closes <${closes}> at character ${at}, where <${parent.name}> is open`,
        );
      }
      open.pop();
    } else if (opens !== undefined) {
      const element = { name: opens, attributes: attributesOf(attributes ?? ''), children: [], text: '' };
      parent.children.push(element);
      if (empty === '') open.push(element);
      if (open.length > deepest) throw new SyntaxError(`The XML is more than ${deepest} elements deep`);
    } else if (!whole.startsWith('<')) parent.text += decodeEntities(whole);
  }
  if (open.length > 1) throw new SyntaxError(`The XML ends within <${open.at(-1)?.name}>`);
  const [root] = top.children;
  if (root === undefined) throw new SyntaxError(`This is no XML: ${text.slice(0, 60)}`);
  return root;
}

/** Resolves `&amp;`, `&#20320;` and the like. */
export function decodeEntities(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return named[entity] ?? whole;
    const code =
      entity[1]?.toLowerCase() === 'x' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name, double, single]) => [
      name,
      decodeEntities(double ?? single ?? ''),
    ]),
  );
}

/** The first child of one of the names. */
export function childOf(element: XmlElement, ...names: string[]): XmlElement | null {
  for (const name of names) {
    const found = element.children.find((one) => one.name === name);
    if (found) return found;
  }
  return null;
}
