import type { Catalog, CatalogColumn, CatalogTable } from '@sextant/engines/catalog';
import { expect, test } from 'vitest';
import { prepareCatalog } from './catalog-index.ts';
import { suggestQuestions } from './suggestions.ts';

function column(
  name: string,
  kind: CatalogColumn['kind'],
  comment: string | null = null,
  nullable = false,
): CatalogColumn {
  return { name, type: kind, kind, nullable, comment };
}

function table(
  name: string,
  comment: string | null,
  columns: CatalogColumn[],
  keys: CatalogTable['foreignKeys'] = [],
): CatalogTable {
  return {
    schema: null,
    name,
    kind: 'table',
    comment,
    columns,
    primaryKey: ['id'],
    foreignKeys: keys,
    indexes: [],
    rowEstimate: null,
  };
}

const library: Catalog = {
  tables: [
    table('books', '图书', [
      column('id', 'integer', '编号'),
      column('title', 'text', '书名'),
      column('genre_type', 'text', '类别'),
      column('price', 'number', '定价，元'),
    ]),
    table(
      'loans',
      '借阅记录表',
      [
        column('id', 'integer', '编号'),
        column('book_id', 'integer', '图书'),
        column('lent_at', 'datetime', '借出时间'),
        column('fee', 'number', '费用', true),
      ],
      [{ columns: ['book_id'], referencedSchema: null, referencedTable: 'books', referencedColumns: ['id'] }],
    ),
  ],
};

test('examples are made from the tables at hand: a trend, groups, a ranking', () => {
  const questions = suggestQuestions(prepareCatalog(library), 'zh', 6);
  expect(questions).toContain('每个月的借阅记录数量');
  expect(questions).toContain('按类别统计图书数量');
  expect(questions).toContain('定价最高的5个图书');
  expect(questions).toContain('每个图书的借阅记录数量');
  expect(new Set(questions).size).toBe(questions.length);
});

test('in English names are read aloud, whatever the comments say', () => {
  const questions = suggestQuestions(prepareCatalog(library), 'en', 4);
  expect(questions).toEqual([
    'number of loans per month',
    'number of books by genre type',
    'top 5 books by price',
    'number of loans per book',
  ]);
});

test('what the engine would not understand is left out, and no more than asked for comes back', () => {
  const without = suggestQuestions(
    prepareCatalog(library),
    'en',
    2,
    (question) => !question.includes('month'),
  );
  expect(without).toHaveLength(2);
  expect(without.join()).not.toContain('month');
});

test('an empty catalog suggests nothing', () => {
  expect(suggestQuestions(prepareCatalog({ tables: [] }), 'zh', 5)).toEqual([]);
});

test('a bare sheet is asked for its figures, not counted as if its name were a thing', () => {
  const sheet: Catalog = {
    tables: [
      {
        ...table('门店销售gb', null, [
          column('城市', 'text'),
          column('销售日期', 'date'),
          column('销售额', 'number'),
        ]),
        primaryKey: [],
      },
    ],
  };
  const questions = suggestQuestions(prepareCatalog(sheet), 'zh', 6);
  expect(questions).toContain('每个月的销售额');
  expect(questions.join()).not.toMatch(/gb数量|个门店销售|多少门店销售/);
});
