import { isColumn, type PreparedColumn, type PreparedTable } from './catalog-index.ts';
import type { Draft, Mention, Noun } from './draft.ts';
import { namesTable } from './draft-reader.ts';
import { unexplained } from './failure.ts';
import type { Shown } from './plan.ts';
import { needColumn, pickTable, type Resolver } from './resolver.ts';
import { isListed, nearestOwner } from './settle-context.ts';

const genericNames = /^(names?|名字|名称|姓名|名|titles?|full names?|叫什么名字|叫什么|名为)$/;

/** A person's name is all its parts unless one part was asked for. */
function expandName(noun: Noun, column: PreparedColumn): PreparedColumn[] {
  const generic =
    genericNames.test(noun.text) ||
    (/(names?|姓名|名字)$/.test(noun.text) &&
      !/(first|last|middle|family|given|sur|user|company|nick|full|fore)/.test(noun.text));
  const all = column.table.nameColumns;
  const given = noun.text === '名字' && /^(first|given)/i.test(column.name);
  if (!generic || all.length < 2 || given) return [column];
  return all.includes(column) ? all : [column];
}

function nameTable(resolver: Resolver, draft: Draft, mention: Mention): PreparedTable | null {
  if (!genericNames.test(mention.noun.text)) return null;
  return nearestOwner(resolver, draft, mention.at) ?? resolver.entity;
}

/** 名字 is the given name where a table keeps given and family names apart; both together are the 姓名. */
function givenName(resolver: Resolver, mention: Mention): boolean {
  if (mention.noun.text !== '名字') return false;
  return mention.noun.candidates.some(
    ({ thing }) =>
      isColumn(thing) &&
      (thing.table === resolver.entity || resolver.mentioned.includes(thing.table)) &&
      /^(first|given|fore)_?name$/i.test(thing.name),
  );
}

function listedColumns(resolver: Resolver, noun: Noun, table: PreparedTable): PreparedColumn[] {
  const own = noun.candidates.find(
    (candidate) =>
      isColumn(candidate.thing) && candidate.thing.table === resolver.entity && candidate.score >= 0.8,
  );
  return own && isColumn(own.thing) ? [own.thing] : table.nameColumns;
}

/** `depart`, `arriving`: a word near a foreign key that only says which key a value is about. */
function isKeyHint(draft: Draft, mention: Mention, column: PreparedColumn): boolean {
  if (!column.references) return false;
  const candidate = mention.noun.candidates.find((one) => one.thing === column);
  return (
    (candidate?.score ?? 0) < 0.9 &&
    draft.conditions.some((condition) => condition.kind === 'value' && condition.at > mention.at)
  );
}

/** `is it active`, 是否停产: the flag itself is asked for, not the rows that have it. */
function asksForFlag(draft: Draft, mention: Mention): boolean {
  return (
    /^(是否|whether)/.test(mention.noun.text) ||
    (draft.measures.length > 0 && draft.groups.some((group) => group.noun === mention.noun))
  );
}

const nameParts = /(姓氏|中间名|last name|first name|middle name|surname)/;

/** Whether first and last names are asked for apart. */
function saysNameParts(draft: Draft): boolean {
  return draft.selects.some((mention) => nameParts.test(mention.noun.text));
}

/** 名字、中间名、姓氏: the one table that keeps the parts of a name, whose given name is meant too. */
function personTable(draft: Draft): PreparedTable | null {
  const tables = new Set<PreparedTable>();
  for (const { noun } of draft.selects) {
    if (!nameParts.test(noun.text)) continue;
    for (const { thing, score } of noun.candidates)
      if (isColumn(thing) && score >= 0.8) tables.add(thing.table);
  }
  const [only, another] = tables;
  return only && !another ? only : null;
}

/** `customer IDs that have an order`: ids of customers, where nothing warrants that every order has one. */
function ownIdentity(draft: Draft, noun: Noun, column: PreparedColumn): PreparedColumn {
  const key = column.references;
  const isDeclared = column.table.edges.some((edge) => edge.declared && edge.childColumns.includes(column));
  if (!key || isDeclared || draft.measures.length > 0 || draft.groups.length > 0) return column;
  const score = (thing: PreparedColumn) =>
    noun.candidates.find((candidate) => candidate.thing === thing)?.score ?? 0;
  return key.table !== column.table && score(key) >= score(column) && score(key) >= 0.9 ? key : column;
}

/** Whether the question is about rows of the column's table; `active` says nothing of rows elsewhere. */
function isAbout(resolver: Resolver, column: PreparedColumn, noun: Noun): boolean {
  const { entity } = resolver;
  if (entity === null || column.table === entity || resolver.mentioned.includes(column.table)) return true;
  const outright = noun.candidates.some(({ thing, score }) => thing === column && score >= 0.98);
  return outright && column.table.edges.some((edge) => edge.child === column.table && edge.parent === entity);
}

export function resolveShown(resolver: Resolver, draft: Draft): Shown {
  const shown: Shown = { columns: [], extras: [], flags: [], upward: null };
  const push = (columns: PreparedColumn[]) => {
    for (const column of columns) if (!shown.columns.includes(column)) shown.columns.push(column);
  };
  for (const mention of draft.selects) {
    if (namesTable(mention.noun)) {
      const table = pickTable(resolver, mention.noun);
      if (table && isListed(draft, mention.at)) push(listedColumns(resolver, mention.noun, table));
      else if (table && table !== resolver.entity) shown.extras.push({ table, at: mention.at });
      continue;
    }
    const person = genericNames.test(mention.noun.text) ? personTable(draft) : null;
    const owner = person || givenName(resolver, mention) ? null : nameTable(resolver, draft, mention);
    if (owner && owner.nameColumns.length > 0 && owner.nameColumns.every((column) => column.role !== 'key')) {
      push(owner.nameColumns);
      continue;
    }
    const found = needColumn(resolver, mention.noun, 'show', [
      ...(person ? [person] : []),
      draft.possessed.has(mention.at) ? resolver.entity : nearestOwner(resolver, draft, mention.at),
      shown.columns.at(-1)?.table ?? null,
      resolver.entity,
    ]);
    const column = ownIdentity(draft, mention.noun, found);
    if (
      column.references?.table === column.table &&
      draft.conditions.some((condition) => condition.kind === 'value' && condition.at > mention.at)
    ) {
      shown.upward = { column, at: mention.at };
      continue;
    }
    if (isKeyHint(draft, mention, column)) continue;
    if (column.role === 'flag' && !asksForFlag(draft, mention)) {
      if (!isAbout(resolver, column, mention.noun)) unexplained(mention.noun);
      shown.flags.push({ column, on: !draft.absences.includes(mention) });
      continue;
    }
    push(saysNameParts(draft) ? [column] : expandName(mention.noun, column));
  }
  return shown;
}
