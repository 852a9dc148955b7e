import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type PrepareOptions, prepareCatalog } from '@sextant/ask/catalog-index';
import type { ValueIndex } from '@sextant/ask/value-index';
import type { Catalog } from '@sextant/engines/catalog';
import { readSqliteSource } from '../scripts/eval/sqlite-source.ts';
import { linkedTables } from '../server/src/features/ask/linked-schema.ts';
import { schemaText } from '../server/src/features/ask/schema-text.ts';
import { addDrowningValues, drowningTables } from './drowning-tables.ts';
import { type Figure, median, milliseconds, quantile } from './figure.ts';
import { goldTables } from './gold-tables.ts';

const addedTables = 1_000;
const seed = 20_260_318;
const aim = 0.97;

interface Question {
  id: string;
  lang: string;
  db: string;
  question: string;
  evidence?: string;
  answerable: boolean;
  gold: string[];
}

interface Drowned {
  prepared: ReturnType<typeof prepareCatalog>;
  catalog: Catalog;
  values: ValueIndex;
  own: string[];
}

interface Linked {
  id: string;
  lang: string;
  wanted: number;
  missed: string[];
  spent: number;
  characters: number;
}

/**
 * How many of the tables that a question needs reach a model's prompt when its database is drowned in a thousand others.
 * `folder` holds the question sets (`questions`, `db`); without it nothing is measured.
 */
export async function benchRecall({ folder }: { folder: string }): Promise<Figure[]> {
  const work = `tables of the right answer in the prompt, among ${addedTables.toLocaleString('en')} others`;
  const questions = path.join(folder, 'questions');
  if (!existsSync(questions)) {
    const measured = `no question sets in ${folder}; name their folder with --eval`;
    return [{ work, measured, reference: '', aim: '', pass: null }];
  }
  const notes = readNotes(path.join(folder, 'notes'));
  const figures: Figure[] = [];
  for (const file of readdirSync(questions).filter((name) => name.endsWith('.jsonl'))) {
    const set = path.basename(file, '.jsonl');
    const asked = readQuestions(path.join(questions, file));
    const noted = asked.filter(({ db }) => notes.has(db));
    figures.push(...(await askAll(`${work}: ${set}`, asked, folder, new Map())));
    if (noted.length > 0) figures.push(...(await askAll(`${work}: ${set} with notes`, noted, folder, notes)));
  }
  return figures;
}

async function askAll(work: string, asked: Question[], folder: string, notes: NotesByDatabase) {
  const databases = new Map<string, Promise<Drowned>>();
  const linked: Linked[] = [];
  for (const question of asked) {
    const { db } = question;
    const database = databases.get(db) ?? drown(path.join(folder, 'db', db), notes.get(db));
    databases.set(db, database);
    linked.push(link(question, await database));
  }
  return [...Map.groupBy(linked, (one) => one.lang)].map(([lang, some]) => {
    tellMissed(some);
    return figure(`${work} (${lang})`, some);
  });
}

type Notes = NonNullable<PrepareOptions['notes']>;
type NotesByDatabase = ReadonlyMap<string, Notes>;

/** Comments on tables and columns that databases lack, by the database they are of. */
function readNotes(folder: string): NotesByDatabase {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const read = files.map((name): { db: string; tables: Notes } =>
    JSON.parse(readFileSync(path.join(folder, name), 'utf8')),
  );
  return new Map(read.map(({ db, tables }) => [db, tables]));
}

function readQuestions(file: string): Question[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): Question => JSON.parse(line))
    .filter(({ answerable }) => answerable);
}

async function drown(file: string, notes: Notes | undefined): Promise<Drowned> {
  const { catalog: own, values } = await readSqliteSource(file);
  const names = own.tables.map(({ name }) => name.toLowerCase());
  const others = drowningTables(addedTables, seed, new Set(names));
  addDrowningValues(others, values);
  const tables = [...own.tables, ...others].toSorted((left, right) => left.name.localeCompare(right.name));
  const catalog = { tables };
  return { prepared: prepareCatalog(catalog, notes && { notes }), catalog, values, own: names };
}

function link(question: Question, { prepared, catalog, values, own }: Drowned): Linked {
  const text = [question.question, question.evidence ?? ''].join(' ').trim();
  const started = performance.now();
  const schema = schemaText(linkedTables(text, prepared, values), catalog, values);
  const spent = performance.now() - started;
  const shown = new Set(
    [...schema.matchAll(/^(?:Table|View) ([^\s,]+)/gm)].map(([, name = '']) => name.toLowerCase()),
  );
  const wanted = goldTables(question.gold[0] ?? '', own);
  const missed = [...wanted].filter((name) => !shown.has(name));
  return {
    id: question.id,
    lang: question.lang,
    wanted: wanted.size,
    missed,
    spent,
    characters: schema.length,
  };
}

function figure(work: string, linked: Linked[]): Figure {
  const wanted = linked.reduce((sum, one) => sum + one.wanted, 0);
  const missed = linked.reduce((sum, one) => sum + one.missed.length, 0);
  const whole = linked.filter((one) => one.missed.length === 0).length;
  const recall = 1 - missed / wanted;
  const times = linked.map(({ spent }) => spent);
  const length = median(linked.map(({ characters }) => characters));
  return {
    work,
    measured: [
      `${percent(recall)} of ${wanted} tables`,
      `all of them for ${percent(whole / linked.length)} of ${linked.length} questions`,
      `median ${milliseconds(median(times))}, p99 ${milliseconds(quantile(times, 0.99))}`,
      `${Math.round(length / 1000)} kB of prompt`,
    ].join('; '),
    reference: '',
    aim: `≥ ${percent(aim)}`,
    pass: recall >= aim,
  };
}

function tellMissed(linked: Linked[]): void {
  for (const { id, missed } of linked) {
    if (missed.length > 0) process.stderr.write(`  ${id} misses ${missed.join(', ')}\n`);
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
