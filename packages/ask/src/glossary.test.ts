import type { Catalog, CatalogColumn } from '@sextant/engines/catalog';
import { expect, test } from 'vitest';
import { prepareCatalog } from './catalog-index.ts';
import { compile } from './compile.ts';
import { interpret } from './interpret.ts';
import type { GlossaryEntry } from './interpretation.ts';
import { createValueIndex } from './value-index.ts';

const column = (name: string, kind: CatalogColumn['kind'], comment: string | null = null): CatalogColumn =>
  ({ name, type: kind, kind, nullable: false, comment, default: null }) as CatalogColumn;
const table = (name: string, comment: string, columns: CatalogColumn[]): Catalog['tables'][number] =>
  ({
    schema: null,
    name,
    kind: 'table',
    comment,
    rowEstimate: null,
    columns,
    primaryKey: ['id'],
    foreignKeys: [],
    indexes: [],
  }) as unknown as Catalog['tables'][number];

const catalog: Catalog = {
  tables: [
    table('trips', '行程', [
      column('id', 'integer'),
      column('city', 'text', '城市'),
      column('grade', 'text', '级别'),
      column('fare', 'number', '车费'),
      column('tip', 'number', '小费'),
      column('toll', 'number', '过路费'),
    ]),
  ],
};
const values = createValueIndex();
const ref = { schema: null, table: 'trips', nullable: false, kind: 'text' as const };
values.add({ ...ref, column: 'city' }, ['上海', 'Lyon'], true);
values.add({ ...ref, column: 'grade' }, ['gold', 'plain'], true);

/** The SQL for a question under a glossary, or what was said instead. */
function sqlOf(question: string, glossary: GlossaryEntry[] = []): string {
  const prepared = prepareCatalog(catalog, { glossary });
  const read = interpret({ question, now: '2026-09-16T12:00:00', prepared, values });
  return read.kind === 'query' ? compile(read.query, 'sqlite').replace(/\s+/g, ' ') : read.kind;
}

const term = (kind: GlossaryEntry['kind'], name: string, meaning: string, ...synonyms: string[]) => [
  { term: name, synonyms, kind, meaning } as GlossaryEntry,
];

test('a metric is computed as its formula says, under its name and its synonyms', () => {
  const takings = term('metric', '净收', 'sum(trips.fare + trips.tip - trips.toll)', 'takings');
  expect(sqlOf('每个城市的净收')).toBe('silent');
  expect(sqlOf('每个城市的净收', takings)).toMatch(/sum\(.*fare.*\+.*tip.*-.*toll.*\).*group by/i);
  expect(sqlOf('takings per city', takings)).toMatch(/sum\(.*fare.*\).*group by/i);
});

test('a metric that is one column is that column', () => {
  expect(sqlOf('各城市的流水', term('metric', '流水', 'sum(trips.fare)'))).toMatch(/sum\(.*fare/i);
});

test('a filter that names a value selects it', () => {
  const regulars = term('filter', '铂金行程', "trips.grade = 'gold'", 'regular trip');
  expect(sqlOf('铂金行程有多少', regulars)).toMatch(/count\(.*grade = 'gold'/i);
  expect(sqlOf('how many regular trips are there', regulars)).toMatch(/count\(.*grade = 'gold'/i);
});

test('a dimension is another name of a table or column', () => {
  expect(sqlOf('按片区统计行程数', term('dimension', '片区', 'trips.city'))).toMatch(
    /count.*group by.*city/i,
  );
});

test('an alias is read as the words it stands for, in the places of the question as it was asked', () => {
  const magic = term('alias', '魔都', '上海', 'Paris of the East');
  expect(sqlOf('魔都的行程有多少', magic)).toMatch(/city = '上海'/);
  expect(sqlOf('How many trips in the Paris of the East?', magic)).toMatch(/city = '上海'/);
  const prepared = prepareCatalog(catalog, { glossary: magic });
  const read = interpret({ question: '魔都的行程有多少', now: '2026-09-16', prepared, values });
  expect(read.links.find(({ kind }) => kind === 'value')).toMatchObject({ text: '魔都', start: 0, end: 2 });
});

test('a term within its own meaning is written out once', () => {
  expect(sqlOf('行程有多少', term('alias', '行程', '上海的行程'))).toMatch(/city = '上海'/);
});

test('a term that is not in the question changes nothing', () => {
  const [without, withTerm] = [[], term('alias', '魔都', '上海')].map((one) => sqlOf('每个城市的车费', one));
  expect(withTerm).toBe(without);
});
