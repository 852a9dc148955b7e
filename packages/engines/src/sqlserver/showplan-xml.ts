/** An element of a plan's XML. Text between elements is not kept: SQL Server writes everything into attributes. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
}

const tag =
  /<(?:\?[^>]*\?|!--[\s\S]*?--|(\/?)([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?))>/g;
const attribute = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(\w+));/g, (whole, hex, decimal, name) => {
    if (name) return entities[name] ?? whole;
    const code = Number.parseInt(hex ?? decimal, hex ? 16 : 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function attributesOf(text: string): Record<string, string> {
  const found: [string, string][] = [];
  for (const [, name = '', double, single] of text.matchAll(attribute)) {
    found.push([name, decoded(double ?? single ?? '')]);
  }
  return Object.fromEntries(found);
}

/**
 * Reads the elements and attributes of a showplan. Only for XML that SQL Server itself writes: no document types, no
 * entities of one's own. Throws a `SyntaxError` where tags do not match.
 */
export function readShowplanXml(xml: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [] };
  const open: XmlElement[] = [root];
  for (const [, closing, name, attributes, empty] of xml.matchAll(tag)) {
    if (!name) continue;
    const parent = open.at(-1) ?? root;
    if (closing) {
      if (parent.name !== name) throw new SyntaxError(`</${name}> closes <${parent.name}>`);
      open.pop();
      continue;
    }
    const element: XmlElement = { name, attributes: attributesOf(attributes ?? ''), children: [] };
    parent.children.push(element);
    if (!empty) open.push(element);
  }
  if (open.length !== 1) throw new SyntaxError(`<${open.at(-1)?.name}> is not closed`);
  return root;
}
