import type { Language } from '@sextant/contract/text';
import type { PreparedCatalog, PreparedColumn, PreparedTable } from './catalog-index.ts';
import type { GlossaryEntry } from './interpretation.ts';
import { isHan } from './normalize.ts';
import { type ValueIndex, type ValueMatch, valueForm } from './value-index.ts';

const equality = /^\s*([\p{L}\w]+)\.([\p{L}\w]+)\s*=\s*'([^']*)'\s*$/u;

interface NamedValue {
  match: ValueMatch;
  table: PreparedTable;
  column: PreparedColumn;
}

/** The values that filters of the glossary give a name: `VIP客户` is `customers.level = 'gold'`. */
function namedValues(prepared: PreparedCatalog): Map<string, NamedValue> {
  const named = new Map<string, NamedValue>();
  for (const { kind, term, synonyms, meaning } of prepared.glossary) {
    if (kind !== 'filter') continue;
    const [, tableName = '', columnName = '', literal = ''] = equality.exec(meaning) ?? [];
    const table = prepared.tables.find(({ name }) => name.toLowerCase() === tableName.toLowerCase());
    const column = table?.columns.find(({ name }) => name.toLowerCase() === columnName.toLowerCase());
    if (!table || !column) continue;
    const match: ValueMatch = { column: column.ref, literal, score: 1 };
    for (const name of [term, ...synonyms]) named.set(valueForm(name), { match, table, column });
  }
  return named;
}

/** The index with the values that the glossary gives a name under these names; they go before stored texts. */
export function withNamedValues(values: ValueIndex, prepared: PreparedCatalog): ValueIndex {
  const named = namedValues(prepared);
  if (named.size === 0) return values;
  const names = [...named.keys()];
  const han = names.filter((name) => isHan(name.charAt(0))).map((name) => name.length);
  return {
    ...values,
    lookup(text) {
      const form = valueForm(text);
      const match = named.get(form) ?? named.get(form.replace(/s$/, ''));
      return match ? [match.match] : values.lookup(text);
    },
    longestHan: Math.max(values.longestHan, ...han),
    mostWords: Math.max(values.mostWords, ...names.map((name) => name.split(' ').length)),
  };
}

/** The filters of the glossary as aliases for the rows they leave: `trips with grade "gold"`. */
export function filtersAsNouns(prepared: PreparedCatalog, language: Language): GlossaryEntry[] {
  return [...namedValues(prepared)].map(([term, { match, table, column }]) => ({
    term,
    synonyms: [],
    kind: 'alias',
    meaning:
      language === 'zh'
        ? `${column.name}为“${match.literal}”的${table.name}`
        : `${table.name} with ${column.name} "${match.literal}"`,
  }));
}
