import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { oracleDateText, withFraction } from './oracle.dates.ts';
import { loadOracledb } from './oracle.driver.ts';
import { catalogKind, declaredType, type OracleColumnType, typeRule } from './oracle.values.ts';

/** Bytes as the database sends them: century and year in excess of 100, time in excess of 1. */
function dateBytes(year: number, rest: number[], nanoseconds?: number, zone: number[] = []): Buffer {
  const [month = 1, day = 1, hour = 0, minute = 0, second = 0] = rest;
  const head = [
    Math.trunc(year / 100) + 100,
    (year % 100) + 100,
    month,
    day,
    hour + 1,
    minute + 1,
    second + 1,
  ];
  const fraction = Buffer.alloc(nanoseconds === undefined ? 0 : 4);
  if (nanoseconds !== undefined) fraction.writeUInt32BE(nanoseconds);
  return Buffer.concat([Buffer.from(head), fraction, Buffer.from(zone)]);
}

const noon = [2, 29, 12, 34, 56];

test.each<[string, Buffer, number | null, string]>([
  ['a date', dateBytes(2024, noon), null, '2024-02-29 12:34:56'],
  ['a date that no summer time may move', dateBytes(2024, [3, 31, 2, 30, 0]), null, '2024-03-31 02:30:00'],
  ['a date before our era', dateBytes(-4712, [1, 1]), null, '-4712-01-01 00:00:00'],
  ['a timestamp', dateBytes(2024, noon, 123_456_789), null, '2024-02-29 12:34:56.123456789'],
  [
    'a zone east',
    dateBytes(2024, [2, 28, 23, 0, 0], 5, [28, 60]),
    null,
    '2024-02-29T07:00:00.000000005+08:00',
  ],
  ['a zone west', dateBytes(2024, [3, 1, 1, 0, 0], 0, [17, 30]), null, '2024-02-29T21:30:00.000000000-03:30'],
  ['a region', dateBytes(2024, noon, 0, [0x8d, 0x10]), null, '2024-02-29T12:34:56.000000000+00:00'],
  ['a local zone', dateBytes(2024, noon, 0), 480, '2024-02-29T12:34:56.000000000+08:00'],
])('%s is read without loss', (_name, bytes, zone, text) => {
  expect(oracleDateText(bytes, zone)).toBe(text);
});

test('the driver itself reads dates so', async () => {
  await loadOracledb();
  const { BaseBuffer } = createRequire(import.meta.url)('oracledb/lib/impl/datahandlers/buffer.js');
  const bytes = dateBytes(2024, noon, 123_456_789);
  const read = (caps: object, local: boolean, inDatabaseZone: boolean) =>
    new BaseBuffer(Buffer.concat([Buffer.from([bytes.length]), bytes]), caps).readOracleDate(
      local,
      inDatabaseZone,
    );
  expect(read({}, true, false)).toBe('2024-02-29 12:34:56.123456789');
  expect(read({ dbTzOffset: -120 }, false, true)).toBe('2024-02-29T12:34:56.123456789-02:00');
  expect(read({ dbTzRegion: 'Asia/Shanghai' }, false, true)).toBe('2024-02-29 12:34:56.123456789');
});

test.each([
  ['2024-02-29 12:34:56.123456789', 6, '2024-02-29 12:34:56.123456'],
  ['2024-02-29 12:34:56', 3, '2024-02-29 12:34:56.000'],
  ['2024-02-29T12:34:56.5+08:00', 0, '2024-02-29T12:34:56+08:00'],
])('%s with %i digits of a second is %s', (text, digits, expected) => {
  expect(withFraction(text, digits)).toBe(expected);
});

test.each<[object, unknown, unknown, string, string, string]>([
  [{ dbTypeName: 'NUMBER', precision: 10, scale: 0 }, '42', 42, 'NUMBER(10,0)', 'integer', 'text'],
  [{ dbTypeName: 'NUMBER', precision: 0, scale: -127 }, '-.5', -0.5, 'NUMBER', 'number', 'text'],
  [
    { dbTypeName: 'NUMBER', precision: 38, scale: 0 },
    '12345678901234567890',
    '12345678901234567890',
    'NUMBER(38,0)',
    'integer',
    'text',
  ],
  [
    { dbTypeName: 'NUMBER', precision: 38, scale: 20 },
    '.12345678901234567891',
    '0.12345678901234567891',
    'NUMBER(38,20)',
    'number',
    'text',
  ],
  [{ dbTypeName: 'BINARY_FLOAT' }, 1.100000023841858, 1.1, 'BINARY_FLOAT', 'number', 'own'],
  [{ dbTypeName: 'BINARY_DOUBLE' }, Number.NaN, 'NaN', 'BINARY_DOUBLE', 'number', 'own'],
  [{ dbTypeName: 'VARCHAR2', byteSize: 50 }, '中文', '中文', 'VARCHAR2(50)', 'text', 'own'],
  [{ dbTypeName: 'CLOB' }, '长文', '长文', 'CLOB', 'text', 'text'],
  [{ dbTypeName: 'BLOB' }, Buffer.from([0, 255]), 'AP8=', 'BLOB', 'binary', 'bytes'],
  [{ dbTypeName: 'RAW', byteSize: 16 }, Buffer.from([0, 255]), 'AP8=', 'RAW(16)', 'binary', 'own'],
  [{ dbTypeName: 'DATE' }, '2024-02-29 12:34:56', '2024-02-29 12:34:56', 'DATE', 'datetime', 'text'],
  [
    { dbTypeName: 'TIMESTAMP', scale: 6 },
    '2024-02-29 12:34:56.123456000',
    '2024-02-29 12:34:56.123456',
    'TIMESTAMP(6)',
    'datetime',
    'text',
  ],
  [
    { dbTypeName: 'TIMESTAMP WITH TIME ZONE', scale: 3 },
    '2024-02-29T12:34:56.500000000+08:00',
    '2024-02-29T12:34:56.500+08:00',
    'TIMESTAMP(3) WITH TIME ZONE',
    'datetime',
    'text',
  ],
  [
    { dbTypeName: 'INTERVAL DAY TO SECOND' },
    { days: -2, hours: -3, minutes: -4, seconds: -5, fseconds: -120_000_000 },
    '-2 03:04:05.12',
    'INTERVAL DAY TO SECOND',
    'other',
    'own',
  ],
  [
    { dbTypeName: 'INTERVAL YEAR TO MONTH' },
    { years: 1, months: 6 },
    '1-6',
    'INTERVAL YEAR TO MONTH',
    'other',
    'own',
  ],
  [{ dbTypeName: 'JSON' }, { b: 1, a: ['文', null] }, '{"b":1,"a":["文",null]}', 'JSON', 'json', 'own'],
  [{ dbTypeName: 'VECTOR' }, new Float32Array([1, 2.5]), '[1,2.5]', 'VECTOR', 'other', 'own'],
  [{ dbTypeName: 'ROWID' }, 'AAAR3sAAEAAAACXAAA', 'AAAR3sAAEAAAACXAAA', 'ROWID', 'text', 'own'],
  [{ dbTypeName: 'BOOLEAN' }, true, true, 'BOOLEAN', 'boolean', 'own'],
])('a value of %j becomes a cell', (field, value, cell, type, kind, fetch) => {
  const rule = typeRule({ name: 'X', ...field });
  expect({ type: rule.type, kind: rule.kind, fetch: rule.fetch }).toEqual({ type, kind, fetch });
  expect(rule.cell(value)).toEqual(cell);
});

test('every type of the driver has a rule', async () => {
  const driver = await loadOracledb();
  const types = Object.entries(driver).filter(([name]) => /^DB_TYPE_(?!OBJECT)/.test(name));
  const names = types.map(([, type]) => (type as { columnTypeName: string }).columnTypeName);
  expect(names.length).toBeGreaterThan(20);
  for (const name of names)
    expect(typeRule({ name: 'X', dbTypeName: name }).type).toContain(name.split(' ')[0]);
});

const plain: OracleColumnType = { name: 'NUMBER', bytes: 22, characters: 0, precision: null, scale: null };

test.each<[Partial<OracleColumnType>, string, string]>([
  [{}, 'NUMBER', 'number'],
  [{ scale: 0 }, 'NUMBER(38,0)', 'integer'],
  [{ precision: 10, scale: 2 }, 'NUMBER(10,2)', 'number'],
  [{ name: 'VARCHAR2', bytes: 200, characters: 50 }, 'VARCHAR2(50)', 'text'],
  [{ name: 'TIMESTAMP(6) WITH TIME ZONE' }, 'TIMESTAMP(6) WITH TIME ZONE', 'datetime'],
  [{ name: 'RAW', bytes: 16 }, 'RAW(16)', 'binary'],
  [{ name: 'SDO_GEOMETRY' }, 'SDO_GEOMETRY', 'other'],
])('a catalog column %j is declared and told apart', (change, declared, kind) => {
  expect(declaredType({ ...plain, ...change })).toBe(declared);
  expect(catalogKind({ ...plain, ...change })).toBe(kind);
});
