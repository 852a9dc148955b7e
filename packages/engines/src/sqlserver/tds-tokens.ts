/** A result column as a TDS server describes it: its name and the bytes of its type. */
export interface TdsColumn {
  name: string;
  type: Buffer;
}

const collation = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function shortText(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'utf16le')]);
}

function longText(text: string): Buffer {
  return Buffer.concat([uint16(text.length), Buffer.from(text, 'utf16le')]);
}

/** The types that tests use, as TDS writes them. */
export const tdsTypes = {
  int: Buffer.from([0x26, 4]),
  bigint: Buffer.from([0x26, 8]),
  bit: Buffer.from([0x68, 1]),
  nvarchar: Buffer.concat([Buffer.from([0xe7]), uint16(8000), collation]),
  nvarcharMax: Buffer.concat([Buffer.from([0xe7]), uint16(0xffff), collation]),
  varbinary: Buffer.concat([Buffer.from([0xa5]), uint16(8000)]),
  real: Buffer.from([0x6d, 4]),
  money: Buffer.from([0x6e, 8]),
  smallmoney: Buffer.from([0x6e, 4]),
  datetime: Buffer.from([0x6f, 8]),
  smalldatetime: Buffer.from([0x6f, 4]),
  date: Buffer.from([0x28]),
  uniqueidentifier: Buffer.from([0x24, 16]),
  variant: Buffer.concat([Buffer.from([0x62]), uint32(8009)]),
  decimal: (precision: number, scale: number) => Buffer.from([0x6a, 17, precision, scale]),
  time: (scale: number) => Buffer.from([0x29, scale]),
  datetime2: (scale: number) => Buffer.from([0x2a, scale]),
  datetimeoffset: (scale: number) => Buffer.from([0x2b, scale]),
};

/** A value with its length in one byte, as most types of fixed size have it. */
export function sizedValue(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

export function intValue(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return sizedValue(bytes);
}

export function textValue(text: string | null): Buffer {
  if (text === null) return uint16(0xffff);
  const bytes = Buffer.from(text, 'utf16le');
  return Buffer.concat([uint16(bytes.length), bytes]);
}

/** A value of a `max` type: in pieces, so that the driver has to put it together. */
export function piecedValue(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  const total = Buffer.alloc(8);
  total.writeBigUInt64LE(BigInt(bytes.length));
  const middle = 2 * Math.floor(bytes.length / 4);
  const pieces = [bytes.subarray(0, middle), bytes.subarray(middle)].filter((piece) => piece.length > 0);
  return Buffer.concat([total, ...pieces.flatMap((piece) => [uint32(piece.length), piece]), uint32(0)]);
}

export function variantValue(type: number, properties: number[], bytes: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from([type, properties.length, ...properties]), bytes]);
  return Buffer.concat([uint32(body.length), body]);
}

export function columnsToken(columns: readonly TdsColumn[]): Buffer {
  const each = columns.flatMap(({ name, type }) => [uint32(0), uint16(1), type, shortText(name)]);
  return Buffer.concat([Buffer.from([0x81]), uint16(columns.length), ...each]);
}

export function rowToken(values: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([0xd1]), ...values]);
}

/** The end of a result; `status` 0x20 confirms an attention, 0x02 tells of an error. */
export function doneToken(status = 0): Buffer {
  return Buffer.concat([Buffer.from([0xfd]), uint16(status), Buffer.alloc(10)]);
}

export function errorToken(number: number, message: string, severity = 16): Buffer {
  const body = Buffer.concat([
    uint32(number),
    Buffer.from([1, severity]),
    longText(message),
    shortText('fake'),
    shortText(''),
    uint32(1),
  ]);
  return Buffer.concat([Buffer.from([0xaa]), uint16(body.length), body]);
}

export function loginToken(): Buffer {
  const version = Buffer.from([0x74, 0, 0, 4]);
  const body = Buffer.concat([
    Buffer.from([1]),
    version,
    shortText('Microsoft SQL Server'),
    Buffer.from([16, 0, 4, 1]),
  ]);
  return Buffer.concat([Buffer.from([0xad]), uint16(body.length), body]);
}

/** Tells the client to go on to another server. */
export function routingToken(host: string, port: number): Buffer {
  const route = Buffer.concat([Buffer.from([0]), uint16(port), longText(host)]);
  const body = Buffer.concat([Buffer.from([20]), uint16(route.length), route, uint16(0)]);
  return Buffer.concat([Buffer.from([0xe3]), uint16(body.length), body]);
}

/** What a server says before the login; `encryption` 2 is none at all, 3 insists on it. */
export function preloginBody(encryption: number): Buffer {
  const head = Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff]);
  return Buffer.concat([head, Buffer.from([16, 0, 4, 1, 0, 0, encryption])]);
}

/** The SQL of a batch, or the statement and the rest of a call of `sp_executesql`. */
export function readRequest(kind: number, body: Buffer): { sql: string; rest: Buffer } {
  const headers = body.readUInt32LE(0);
  if (kind === 1) return { sql: body.subarray(headers).toString('utf16le'), rest: Buffer.alloc(0) };
  const parameter = headers + 6;
  const nameBytes = 1 + 2 * body.readUInt8(parameter);
  const type = parameter + nameBytes + 1;
  const size = body.readUInt16LE(type + 1);
  const value = type + 8;
  if (size === 0xffff) throw new Error('The fake server reads statements of up to 4,000 characters');
  const end = value + 2 + body.readUInt16LE(value);
  return { sql: body.subarray(value + 2, end).toString('utf16le'), rest: body.subarray(end) };
}
