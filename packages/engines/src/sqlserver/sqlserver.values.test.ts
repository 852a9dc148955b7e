import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../engine.ts';
import { sqlserver } from './sqlserver.engine.ts';
import { catalogKind, declaredType } from './sqlserver.values.ts';
import { startTdsServer, type TdsServer } from './tds-server.ts';
import { columnsToken, piecedValue, rowToken, sizedValue, tdsTypes, variantValue } from './tds-tokens.ts';

/** A decimal as the wire has it: its sign, then its digits as a whole number of 16 bytes. */
function decimal(digits: bigint): Buffer {
  const bytes = Buffer.alloc(17);
  bytes[0] = digits < 0n ? 0 : 1;
  let rest = digits < 0n ? -digits : digits;
  for (let at = 1; at < bytes.length; at++) {
    bytes[at] = Number(rest % 256n);
    rest /= 256n;
  }
  return bytes;
}

function little(value: bigint, size: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes.subarray(0, size);
}

/** Money of eight bytes: the upper half comes first. */
function money(units: bigint): Buffer {
  const bytes = little(units, 8);
  return Buffer.concat([bytes.subarray(4), bytes.subarray(0, 4)]);
}

const noon = little(12n * 3600n * 10_000_000n + 1_234_567n, 5);
/** Days from 0001-01-01 to 2024-02-29. */
const leapDay = little(738_944n, 3);
const leapNoon = Buffer.concat([noon, leapDay]);
const beijing = Buffer.concat([leapNoon, little(480n, 2)]);
const newYork = Buffer.concat([leapNoon, little(-210n, 2)]);
const days2024 = 45_349n;
const ticks = Buffer.concat([little(days2024, 4), little(12n * 3600n * 300n + 37n, 4)]);

const values: [name: string, type: Buffer, bytes: Buffer, cell: unknown, declared: string, kind: string][] = [
  ['null', tdsTypes.int, Buffer.from([0]), null, 'int', 'integer'],
  ['int', tdsTypes.int, sizedValue(little(-5n, 4)), -5, 'int', 'integer'],
  [
    'small bigint',
    tdsTypes.bigint,
    sizedValue(little(9_007_199_254_740_991n, 8)),
    9_007_199_254_740_991,
    'bigint',
    'integer',
  ],
  [
    'large bigint',
    tdsTypes.bigint,
    sizedValue(little(9_007_199_254_740_993n, 8)),
    '9007199254740993',
    'bigint',
    'integer',
  ],
  ['bit', tdsTypes.bit, Buffer.from([1, 1]), true, 'bit', 'boolean'],
  ['real', tdsTypes.real, Buffer.from([4, 0xcd, 0xcc, 0x8c, 0x3f]), 1.1, 'real', 'number'],
  ['small decimal', tdsTypes.decimal(10, 2), sizedValue(decimal(-1050n)), -10.5, 'decimal(10,2)', 'number'],
  [
    'large decimal',
    tdsTypes.decimal(38, 10),
    sizedValue(decimal(12_345_678_901_234_567_890_123_456_789n)),
    '1234567890123456789.0123456789',
    'decimal(38,10)',
    'number',
  ],
  [
    'decimal below one',
    tdsTypes.decimal(38, 20),
    sizedValue(decimal(-12_345_678_901_234_567n)),
    '-0.00012345678901234567',
    'decimal(38,20)',
    'number',
  ],
  ['decimal null', tdsTypes.decimal(38, 20), Buffer.from([0]), null, 'decimal(38,20)', 'number'],
  [
    'money',
    tdsTypes.money,
    sizedValue(money(-9_223_372_036_854_775_808n)),
    '-922337203685477.5808',
    'money',
    'number',
  ],
  ['smallmoney', tdsTypes.smallmoney, sizedValue(little(-1n, 4)), -0.0001, 'smallmoney', 'number'],
  ['date', tdsTypes.date, sizedValue(leapDay), '2024-02-29', 'date', 'date'],
  ['first date', tdsTypes.date, sizedValue(little(0n, 3)), '0001-01-01', 'date', 'date'],
  ['time', tdsTypes.time(7), sizedValue(noon), '12:00:00.1234567', 'time(7)', 'time'],
  ['time of seconds', tdsTypes.time(0), sizedValue(little(86_399n, 3)), '23:59:59', 'time(0)', 'time'],
  ['datetime', tdsTypes.datetime, sizedValue(ticks), '2024-02-29 12:00:00.123', 'datetime', 'datetime'],
  [
    'early datetime',
    tdsTypes.datetime,
    sizedValue(Buffer.concat([little(-53_690n, 4), little(0n, 4)])),
    '1753-01-01 00:00:00.000',
    'datetime',
    'datetime',
  ],
  [
    'smalldatetime',
    tdsTypes.smalldatetime,
    sizedValue(Buffer.concat([little(days2024, 2), little(721n, 2)])),
    '2024-02-29 12:01:00',
    'smalldatetime',
    'datetime',
  ],
  [
    'datetime2',
    tdsTypes.datetime2(7),
    sizedValue(leapNoon),
    '2024-02-29 12:00:00.1234567',
    'datetime2(7)',
    'datetime',
  ],
  [
    'datetimeoffset',
    tdsTypes.datetimeoffset(7),
    sizedValue(beijing),
    '2024-02-29T20:00:00.1234567+08:00',
    'datetimeoffset(7)',
    'datetime',
  ],
  [
    'datetimeoffset west',
    tdsTypes.datetimeoffset(7),
    sizedValue(newYork),
    '2024-02-29T08:30:00.1234567-03:30',
    'datetimeoffset(7)',
    'datetime',
  ],
  [
    'uniqueidentifier',
    tdsTypes.uniqueidentifier,
    sizedValue(Buffer.from('33221100554477668899AABBCCDDEEFF', 'hex')),
    '00112233-4455-6677-8899-AABBCCDDEEFF',
    'uniqueidentifier',
    'text',
  ],
  ['varbinary', tdsTypes.varbinary, Buffer.from([2, 0, 0, 0xff]), 'AP8=', 'varbinary(8000)', 'binary'],
  [
    'nvarchar(max)',
    tdsTypes.nvarcharMax,
    piecedValue('中文🙂'.repeat(5000)),
    '中文🙂'.repeat(5000),
    'nvarchar(max)',
    'text',
  ],
  [
    'variant decimal',
    tdsTypes.variant,
    variantValue(0x6c, [38, 10], decimal(12_345_678_901_234_567_890n)),
    '1234567890.1234567890',
    'sql_variant',
    'other',
  ],
  [
    'variant datetimeoffset',
    tdsTypes.variant,
    variantValue(0x2b, [7], beijing),
    '2024-02-29T20:00:00.1234567+08:00',
    'sql_variant',
    'other',
  ],
  ['variant int', tdsTypes.variant, variantValue(0x38, [], little(7n, 4)), 7, 'sql_variant', 'other'],
  ['variant null', tdsTypes.variant, Buffer.alloc(4), null, 'sql_variant', 'other'],
];

describe('values of SQL Server arrive without loss', () => {
  let server: TdsServer;
  let database: Database;

  beforeAll(async () => {
    const answer = (sql: string) => {
      const asked = values.filter(([name]) => sql === `SELECT '${name}'` || sql === 'SELECT everything');
      if (asked.length === 0) return null;
      const columns = asked.map(([name, type]) => ({ name, type }));
      return [columnsToken(columns), rowToken(asked.map(([, , bytes]) => bytes))];
    };
    server = await startTdsServer({ answer });
    database = await sqlserver.open(
      {
        host: '127.0.0.1',
        port: server.port,
        username: 'u',
        password: 'p',
        database: 'd',
        options: { tls: 'disable' },
      },
      { resolveHost: async (host) => host },
    );
  });
  afterAll(async () => {
    await database.close();
    await server.close();
  });

  test.each(values)('%s', async (name, _type, _bytes, cell, type, kind) => {
    const { columns, batches } = await database.query(`SELECT '${name}'`);
    expect(await Array.fromAsync(batches)).toEqual([[[cell]]]);
    expect(columns).toEqual([{ name, type, kind }]);
  });

  test('all in one row, cut into packets anywhere', async () => {
    const { batches } = await database.query('SELECT everything');
    expect(await Array.fromAsync(batches)).toEqual([[values.map(([, , , cell]) => cell)]]);
  });
});

test.each([
  ['nvarchar', 100, 0, 0, 'nvarchar(50)', 'text'],
  ['varchar', -1, 0, 0, 'varchar(max)', 'text'],
  ['varbinary', 16, 0, 0, 'varbinary(16)', 'binary'],
  ['decimal', 9, 10, 2, 'decimal(10,2)', 'number'],
  ['datetime2', 8, 27, 7, 'datetime2(7)', 'datetime'],
  ['hierarchyid', 892, 0, 0, 'hierarchyid', 'binary'],
  ['int', 4, 10, 0, 'int', 'integer'],
])('%s of the catalog is declared and told apart', (name, length, precision, scale, declared, kind) => {
  expect(declaredType(name, length, precision, scale)).toBe(declared);
  expect(catalogKind(name)).toBe(kind);
});
