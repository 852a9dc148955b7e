import { isColumn, type PreparedTable } from './catalog-index.ts';
import type { Draft, MeasureDraft, Mention, Noun } from './draft.ts';
import { namesTable } from './draft-reader.ts';
import { pickTable, type Resolver } from './resolver.ts';

function measureNouns(draft: Draft): MeasureDraft[] {
  const found = [...draft.measures];
  for (const order of draft.orders) if (order.subject.measure) found.push(order.subject.measure);
  for (const condition of draft.conditions) {
    if ('subject' in condition && condition.subject.measure) found.push(condition.subject.measure);
  }
  return found;
}

function strongTable(noun: Noun): PreparedTable | null {
  const best = noun.candidates.find((candidate) => !isColumn(candidate.thing));
  return best && best.score >= 0.8 && !isColumn(best.thing) && namesTable(noun) ? best.thing : null;
}

function allNouns(draft: Draft): Noun[] {
  return draft.items.filter((item): item is Noun => item.kind === 'noun');
}

/** Which of the mentioned tables the question is about. */
function entityMention(draft: Draft, chinese: boolean): Mention | null {
  const named = draft.selects.filter((mention) => namesTable(mention.noun));
  const alone = named.filter(
    (mention) => !isListed(draft, mention.at) || draft.possessed.has(mention.at + 2),
  );
  const tables = alone.length > 0 ? alone : named;
  const owner = draft.orders.find((order) => order.owner && namesTable(order.owner))?.owner;
  const owners = tables.filter((mention) => mention.noun === owner);
  if (owners[0] && tables.length === 1) return owners[0];
  return (chinese ? tables.at(-1) : tables[0]) ?? null;
}

/** `payment amount received` where payments are made and received: one table alone has a column of that name. */
function hintedTables(draft: Draft): PreparedTable[] {
  const found = new Set<PreparedTable>();
  for (const { candidates } of allNouns(draft)) {
    const [best] = candidates;
    if (!best || !isColumn(best.thing) || best.score < 0.98) continue;
    const { table } = best.thing;
    const rivals = candidates.filter(({ score }) => best.score - score < 0.1);
    if (rivals.every(({ thing }) => isColumn(thing) && thing.table === table)) found.add(table);
  }
  return [...found];
}

/** Finds the tables a question names and the one whose rows it is about. */
export function settleContext(resolver: Resolver, draft: Draft): void {
  for (const noun of allNouns(draft)) {
    const table = strongTable(noun);
    if (table && !resolver.mentioned.includes(table)) resolver.mentioned.push(table);
  }
  resolver.hinted = hintedTables(draft);
  const counted = draft.measures.find(
    (measure) => measure.aggregate === 'count' && measure.noun && namesTable(measure.noun),
  );
  const mention = entityMention(draft, resolver.chinese);
  const group = draft.groups.find((one) => namesTable(one.noun));
  const ranked = draft.orders.some((order) => order.isSuperlative && order.subject.measure !== null);
  if (mention && ranked && draft.groups.length === 0) resolver.entity = pickTable(resolver, mention.noun);
  else if (counted?.noun && draft.groups.length === 0 && draft.grains.length === 0 && !showsOther(draft)) {
    resolver.entity = pickTable(resolver, counted.noun);
  } else if (
    group &&
    measureNouns(draft).length > 0 &&
    !(mention && draft.orders.some((order) => order.isSuperlative))
  )
    resolver.entity = pickTable(resolver, group.noun);
  else if (mention) resolver.entity = pickTable(resolver, mention.noun);
  else if (counted?.noun) resolver.entity = pickTable(resolver, counted.noun);
  if (resolver.entity && !resolver.mentioned.includes(resolver.entity))
    resolver.mentioned.unshift(resolver.entity);
}

/** Whether something besides counts is to be shown. */
function showsOther(draft: Draft): boolean {
  return draft.selects.some((mention) => !namesTable(mention.noun));
}

/** Whether the noun is what a count, a superlative or a comparison is about. */
function isCounted(draft: Draft, index: number): boolean {
  const before = draft.items[index - 1];
  if (before?.kind === 'comparison') return true;
  return before?.kind === 'operation' && ['count', 'most', 'without', 'not'].includes(before.operation.op);
}

/** The table noun that stands nearest to a column noun in the direction its language puts owners. */
export function nearestOwner(resolver: Resolver, draft: Draft, at: number): PreparedTable | null {
  const steps: (1 | -1)[] = resolver.chinese ? [-1, 1] : [1, -1];
  const ownerAt = (index: number): PreparedTable | null => {
    const item = draft.items[index];
    return item?.kind === 'noun' && index !== at && !isCounted(draft, index) ? strongTable(item) : null;
  };
  const before = draft.items[at - 1];
  if (before?.kind === 'operation' && (before.text === "'s" || before.operation.op === 'whose')) {
    const table = ownerAt(at - 2);
    if (table) return table;
  }
  const direct = ownerAt(at - 1);
  if (direct && !resolver.chinese && before?.kind === 'noun') return direct;
  for (const step of steps) {
    for (let index = at + step; index >= 0 && index < draft.items.length; index += step) {
      const item = draft.items[index];
      if (!item || item.kind === 'stop') break;
      const table = ownerAt(index);
      if (table) return table;
    }
    if (!resolver.chinese) break;
  }
  return null;
}

/** Tables in the order in which they stand near a place: just before it in English, then the rest. */
export function tablesNear(resolver: Resolver, draft: Draft, at: number): PreparedTable[] {
  const found: PreparedTable[] = [];
  const look = (index: number) => {
    const item = draft.items[index];
    const table = item?.kind === 'noun' ? strongTable(item) : null;
    if (table && !found.includes(table)) found.push(table);
  };
  for (let index = at - 1; index >= 0 && !resolver.chinese; index -= 1) look(index);
  for (let index = at + 1; index < draft.items.length; index += 1) look(index);
  return found;
}

/** Whether a table is named in a list of columns to show: `the code and the channel`. */
export function isListed(draft: Draft, at: number): boolean {
  const columnAt = (index: number) =>
    draft.selects.some((mention) => mention.at === index && !namesTable(mention.noun));
  const joins = (index: number) => {
    const item = draft.items[index];
    return item?.kind === 'operation' && (item.operation.op === 'and' || item.operation.op === 'comma');
  };
  const opening = draft.items[at - 1];
  const isPaired =
    opening?.kind === 'operation' && opening.operation.op === 'both' && joins(at + 1) && columnAt(at + 2);
  if (isPaired) return true;
  const ownsNext = joins(at + 1) && draft.possessed.has(at + 2) && columnAt(at + 2);
  return ownsNext || (joins(at - 1) && columnAt(at - 2) && !columnAt(at + 1) && !columnAt(at + 2));
}
