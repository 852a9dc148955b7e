import type { PreparedColumn, PreparedEdge } from './catalog-index.ts';
import type { Draft } from './draft.ts';
import { createFrame, type Frame, frameQuery } from './frame.ts';
import { keysOf, wordSimilarity } from './lexicon.ts';
import type { Filter } from './semantic-query.ts';
import { splitWords } from './split-words.ts';
import type { TableFilter } from './table-filter.ts';
import { splitIdentifier } from './words.ts';

const saysFrom =
  /\b(from|depart\w*|leav(e|es|ing)|left|origin\w*|source|start\w*|out of)\b|从|自|出发|起飞|始发|离开/;
const saysTo =
  /\b(to|into|towards?|arriv\w*|destination|land(s|ed|ing)?|reach\w*|bound for|ending)\b|到|往|抵达|降落|目的/;
const fromWords =
  /^(from|source|src|origin|depart|departure|departing|start|begin|sender|出发|起点|始发|来源)/;
const toWords = /^(to|dest|destination|arrive|arrival|arriving|end|target|receiver|recipient|到达|终点|目的)/;

/** The words between the condition before and this one, and those up to the next thing that is named. */
export function wordsNear(draft: Draft, at: number): { before: string; after: string } {
  const own = draft.items[at];
  const places = draft.conditions.map((condition) => condition.at);
  const last = Math.max(-1, ...places.filter((place) => place < at));
  const next = Math.min(draft.items.length, ...places.filter((place) => place > at));
  const start = draft.items[last]?.end ?? 0;
  const end = draft.items[next]?.start ?? draft.text.length;
  return {
    before: draft.text.slice(start, own?.start ?? start),
    after: draft.text.slice(own?.end ?? end, end),
  };
}

function keyWords(edge: PreparedEdge): string[] {
  return edge.childColumns.flatMap((column) => splitIdentifier(column.name));
}

interface Near {
  before: string;
  after: string;
}

/** `from LAX to ORD` where a row keeps both: the column of leaving or the one of reaching; null when nothing tells. */
export function columnByDirection(columns: PreparedColumn[], near: Near): PreparedColumn | null {
  if (columns.some((column) => column.table !== columns[0]?.table)) return null;
  return byDirection(columns, (column) => splitIdentifier(column.name), near);
}

function byDirection<T>(things: T[], wordsOf: (thing: T) => string[], near: Near): T | null {
  const leaving = things.filter((thing) => wordsOf(thing).some((word) => fromWords.test(word)));
  const reaching = things.filter((thing) => wordsOf(thing).some((word) => toWords.test(word)));
  const [from] = leaving;
  const [to] = reaching;
  if (!from || !to || from === to || leaving.length + reaching.length !== 2) return null;
  const direction = (text: string) => {
    const [out, into] = [saysFrom.test(text), saysTo.test(text)];
    return out === into ? null : out ? from : to;
  };
  return lastWord(near.before, from, to) ?? direction(near.before) ?? direction(near.after);
}

/** The preposition right before the value is surer than any word farther off. */
function lastWord<T>(before: string, from: T, to: T): T | null {
  const close = before.slice(-12);
  if (/(\bfrom|从|自)(\s+(the\s+)?(city|airport|station|port)( of)?)?["'\s]*$/.test(close)) return from;
  return /(\bto|飞往|到达|抵达|前往|到)(\s+(the\s+)?(city|airport|station|port)( of)?)?["'\s]*$/.test(close)
    ? to
    : null;
}

function byWords(edges: PreparedEdge[], near: { before: string; after: string }): PreparedEdge | null {
  const words = edges.map(keyWords);
  const child = edges.flatMap((edge) => edge.child.names.flatMap((name) => name.words));
  const own = (index: number) =>
    (words[index] ?? []).filter(
      (word) =>
        words.every((list, at) => at === index || !list.includes(word)) &&
        child.every((other) => wordSimilarity(keysOf(word), other) < 0.7),
    );
  const spoken = splitWords(`${near.before} ${near.after}`).map((word) => keysOf(word.replace(/ly$/, '')));
  const said = edges.filter((_edge, index) =>
    own(index).some((word) => spoken.some((other) => wordSimilarity(keysOf(word), other) >= 0.7)),
  );
  return said.length === 1 ? (said[0] ?? null) : null;
}

/**
 * A condition on a table that two keys of the base lead to: the words around it say which key is meant (`from Oslo to
 * Rome`, 永久居住在上海). Null when there is one key only, or when the words do not tell.
 */
export function filterByNearKey(frame: Frame, one: TableFilter): Filter | null {
  const edge = nearKey(frame, one);
  const [column] = edge?.childColumns ?? [];
  const [key] = edge?.parentColumns ?? [];
  if (!column || !key) return null;
  const query = frameQuery(createFrame(frame.resolver, one.table));
  query.dimensions = [{ column: key.ref }];
  query.filters = [one.filter];
  return { kind: 'in_query', column: column.ref, query };
}

/** Conditions of one column that mean different keys: `from Oslo and to Rome` is no choice between the two. */
export function filtersByOwnKeys(frame: Frame, filters: TableFilter[]): Map<TableFilter, Filter> {
  const found = new Map<TableFilter, Filter>();
  for (const one of filters) {
    const key = one.group === 0 && !one.negated ? nearKey(frame, one) : null;
    const rivals = filters.filter((other) => other !== one && other.column === one.column);
    if (!key || rivals.some((other) => nearKey(frame, other) === key)) continue;
    const filter = filterByNearKey(frame, one);
    if (filter) found.set(one, filter);
  }
  return found;
}

function nearKey(frame: Frame, one: TableFilter): PreparedEdge | null {
  const edges = frame.base.edges.filter(
    (edge) =>
      edge.child === frame.base &&
      edge.parent === one.table &&
      edge.parent !== edge.child &&
      edge.childColumns.length === 1,
  );
  if (edges.length < 2 || frame.joined.has(one.table) || !one.near) return null;
  return byDirection(edges, keyWords, one.near) ?? byWords(edges, one.near);
}
