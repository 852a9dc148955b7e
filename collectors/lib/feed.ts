import { childOf, decodeEntities, parseXml, type XmlElement } from './xml.ts';

/** One entry of a feed; `published` is ISO 8601 in UTC. */
export interface FeedEntry {
  id: string;
  title: string | null;
  link: string | null;
  published: string | null;
  author: string | null;
  /** Without markup. */
  summary: string | null;
}

/** Reads an RSS 2.0, RSS 1.0 (RDF) or Atom feed. Throws a `SyntaxError` for what is none of them. */
export function readFeed(source: string): { title: string | null; entries: FeedEntry[] } {
  const root = parseXml(source);
  const channel = root.name === 'feed' ? root : childOf(root, 'channel');
  if (channel === null) throw new SyntaxError(`<${root.name}> is neither an RSS nor an Atom feed`);
  const holder = root.name === 'rdf:RDF' ? root : channel;
  const entries = holder.children.filter(({ name }) => name === 'item' || name === 'entry').map(entryOf);
  return { title: textIn(channel, 'title'), entries };
}

function entryOf(item: XmlElement): FeedEntry {
  const link = linkOf(item);
  const title = textIn(item, 'title');
  const id = textIn(item, 'guid', 'id') ?? item.attributes['rdf:about'] ?? link ?? title;
  if (id === null) throw new SyntaxError('An entry of the feed has no id, link or title');
  const author = childOf(item, 'author');
  return {
    id,
    title,
    link,
    published: timeIn(item, 'pubDate', 'published', 'updated', 'dc:date'),
    author:
      (author && (textIn(author, 'name') ?? (author.text.trim() || null))) ?? textIn(item, 'dc:creator'),
    summary: plain(textIn(item, 'description', 'summary', 'content:encoded', 'content')),
  };
}

function linkOf(item: XmlElement): string | null {
  const links = item.children.filter(({ name }) => name === 'link');
  const best = links.find(({ attributes }) => (attributes.rel ?? 'alternate') === 'alternate') ?? links[0];
  return best ? (best.attributes.href ?? (best.text.trim() || null)) : null;
}

function textIn(element: XmlElement, ...names: string[]): string | null {
  return childOf(element, ...names)?.text.trim() || null;
}

function timeIn(element: XmlElement, ...names: string[]): string | null {
  const ms = Date.parse(textIn(element, ...names) ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

function plain(markup: string | null): string | null {
  if (markup === null) return null;
  const text = decodeEntities(markup.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? null : text;
}
