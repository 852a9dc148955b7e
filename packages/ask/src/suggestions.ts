import type { Language } from '@sextant/contract/text';
import type { PreparedCatalog, PreparedColumn, PreparedTable } from './catalog-index.ts';
import { isHanName, spokenName } from './spoken-name.ts';

function plural(noun: string): string {
  if (isHanName(noun) || /s$/.test(noun)) return noun;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

function singular(noun: string): string {
  if (/ies$/.test(noun)) return `${noun.slice(0, -3)}y`;
  return /[^s]s$/.test(noun) ? noun.slice(0, -1) : noun;
}

/** Tables people ask about come first: with a time, with measures, with keys from and to others, with rows. */
function interest(table: PreparedTable): number {
  const has = (role: PreparedColumn['role']): number =>
    table.columns.some((column) => column.role === role) ? 1 : 0;
  const named = table.nameColumns.some((column) => !column.isPrimary) ? 1 : 0;
  return (
    3 * has('time') +
    2 * has('measure') +
    2 * has('category') +
    named +
    Math.min(table.edges.length, 4) -
    (table.isBridge ? 6 : 0)
  );
}

/** The event's own time: `ordered_at` rather than a birthday that may be missing. */
function mainTime(table: PreparedTable): PreparedColumn | undefined {
  const times = table.columns.filter((column) => column.role === 'time' && column.kind !== 'time');
  return times.find((column) => !column.nullable) ?? times[0];
}

function goodMeasure(table: PreparedTable): PreparedColumn | undefined {
  const measures = table.columns.filter((column) => column.role === 'measure' && column.references === null);
  return measures.find((column) => !column.nullable) ?? measures[0];
}

function goodCategory(table: PreparedTable): PreparedColumn | undefined {
  return table.columns.find((column) => column.role === 'category' && column.references === null);
}

function nameOf(table: PreparedTable, language: Language): string {
  const name = spokenName(table, language);
  return language === 'en' ? plural(name) : name;
}

/** Whether people would count its rows as things: a table with keys or a comment rather than a bare sheet. */
function isEntity(table: PreparedTable): boolean {
  return table.comment !== null || table.primaryKey.length > 0 || table.edges.length > 0;
}

/** What is counted or, on a sheet, added up. */
function figureOf(table: PreparedTable, language: Language): string {
  const measure = isEntity(table) ? undefined : goodMeasure(table);
  if (measure) return `${language === 'zh' ? '' : 'total '}${spokenName(measure, language)}`;
  const rows = nameOf(table, language);
  return language === 'zh' ? `${rows}数量` : `number of ${rows}`;
}

type Idea = (table: PreparedTable, language: Language) => string | null;

const trend: Idea = (table, language) => {
  if (!mainTime(table)) return null;
  const figure = figureOf(table, language);
  return language === 'zh' ? `每个月的${figure}` : `${figure} per month`;
};

const groups: Idea = (table, language) => {
  const category = goodCategory(table);
  if (!category) return null;
  const [figure, by] = [figureOf(table, language), spokenName(category, language)];
  return language === 'zh' ? `按${by}统计${figure}` : `${figure} by ${by}`;
};

const best: Idea = (table, language) => {
  const measure = goodMeasure(table);
  if (!measure || !isEntity(table) || !table.nameColumns.some((column) => !column.isPrimary)) return null;
  const [rows, by] = [nameOf(table, language), spokenName(measure, language)];
  return language === 'zh' ? `${by}最高的5个${rows}` : `top 5 ${rows} by ${by}`;
};

const averages: Idea = (table, language) => {
  const measure = goodMeasure(table);
  const category = goodCategory(table);
  if (!measure || !category) return null;
  const [value, by] = [spokenName(measure, language), spokenName(category, language)];
  return language === 'zh' ? `各${by}的平均${value}` : `average ${value} by ${by}`;
};

const perParent: Idea = (table, language) => {
  const parent = table.edges
    .filter((edge) => edge.child === table && edge.parent !== table)
    .map((edge) => edge.parent)
    .find((other) => other.nameColumns.some((column) => !column.isPrimary));
  if (!parent) return null;
  const [rows, owner] = [nameOf(table, language), spokenName(parent, language)];
  return language === 'zh' ? `每个${owner}的${rows}数量` : `number of ${rows} per ${singular(owner)}`;
};

const total: Idea = (table, language) => {
  const rows = nameOf(table, language);
  if (language === 'zh' && !isEntity(table)) return `${rows}一共有多少行`;
  return language === 'zh' ? `一共有多少${rows}` : `How many ${rows} are there?`;
};

const ideas: Idea[] = [trend, groups, best, perParent, averages, total];

/**
 * Up to `n` example questions made from the catalog at hand, the most telling tables first, no two of a kind in
 * a row. `understands` leaves out what the engine would not answer.
 */
export function suggestQuestions(
  catalog: PreparedCatalog,
  language: Language,
  n: number,
  understands: (question: string) => boolean = () => true,
): string[] {
  const tables = catalog.tables.toSorted((a, b) => interest(b) - interest(a)).slice(0, 40);
  const questions = new Set<string>();
  const asked = new Map<PreparedTable, number>();
  for (let round = 0; round < ideas.length && questions.size < n; round += 1) {
    for (const idea of ideas) {
      if (questions.size >= n) break;
      const candidates = tables.toSorted((a, b) => (asked.get(a) ?? 0) - (asked.get(b) ?? 0));
      const found = candidates
        .map((table) => ({ table, question: idea(table, language) }))
        .find(({ question }) => question !== null && !questions.has(question) && understands(question));
      if (!found?.question) continue;
      questions.add(found.question);
      asked.set(found.table, (asked.get(found.table) ?? 0) + 1);
    }
  }
  return [...questions];
}
