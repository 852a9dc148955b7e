import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { encodeFrame, encodeJson, type Frame, type FrameKind } from './frames.ts';
import { parameterNames, takenApart } from './parameter-names.ts';

interface CallFrame {
  function: string;
  params: Record<string, unknown>;
  config: Record<string, unknown>;
  files: { field: string; filename: string; content_type: string }[];
}

type Ask = (
  service: 'database' | 'files',
  method: string,
  args: Record<string, unknown>,
  content?: Uint8Array,
) => Promise<unknown>;

const pieceBytes = 1024 * 1024;
/** In which order they are handed to a function whose parameters have other names. */
const byPosition = ['params', 'config', 'dbManager', 'fileManager', 'ctx'];

/** Calls functions of an extension: fills their arguments by name and sends what they give. */
export function createHostExtension(send: (frame: Buffer) => void) {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const blobs = new Map<number, Buffer[]>();
  let lastId = 0;

  function sendBlob(id: number, content: Uint8Array): void {
    for (let at = 0; at < content.length; at += pieceBytes) {
      const piece = content.subarray(at, at + pieceBytes);
      const payload = Buffer.allocUnsafe(4 + piece.length);
      payload.writeUInt32LE(id, 0);
      payload.set(piece, 4);
      send(encodeFrame('blob', payload));
    }
  }

  const ask: Ask = (service, method, args, content) => {
    lastId += 1;
    const id = lastId;
    if (content) sendBlob(id, content);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.set(id, { resolve, reject });
    send(encodeJson('ask', { id, service, method, args, blob: content !== undefined }));
    return promise;
  };

  async function call(script: Record<string, unknown>, order: CallFrame, context: object): Promise<void> {
    const fn = findFunction(script, order.function);
    if (!fn) throw new Error(`The extension has no function ${order.function}`);
    const fileManager = createFileManager(ask);
    const dbManager = createDbManager(ask);
    const { config } = order;
    const params = withReserved(order.params, filesOf(order, blobs), fileManager);
    const ctx = { ...context, config };
    const available: Record<string, unknown> = { params, config, dbManager, fileManager, ctx };
    Object.assign(available, {
      currentConfig: config,
      files: (params as Record<string, unknown>).files,
      context: ctx,
    });
    for (const name of Object.keys(available)) available[snakeCase(name)] = available[name];
    const { value, content } = packResult(await fn(...argumentsFor(fn, available)));
    lastId += 1;
    if (content) sendBlob(lastId, content);
    send(encodeJson('returned', { value: value ?? null, blob: content ? lastId : null }));
  }

  return {
    call,
    receive(kind: FrameKind, { payload }: Frame): void {
      if (kind === 'blob') {
        const id = payload.readUInt32LE(0);
        blobs.set(id, [...(blobs.get(id) ?? []), Buffer.from(payload.subarray(4))]);
        return;
      }
      const { id, error, value } = JSON.parse(payload.toString('utf8'));
      const one = waiting.get(id);
      waiting.delete(id);
      if (error === null) one?.resolve(value);
      else one?.reject(new Error(error));
    },
  };
}

/** A function that the script exports, by itself or as part of its default export. */
function findFunction(script: Record<string, unknown>, name: string) {
  const own = script[name] ?? (script.default as Record<string, unknown> | undefined)?.[name];
  return typeof own === 'function' ? (own as (...given: unknown[]) => unknown) : null;
}

/** The names of the functions of an extension, exported one by one or together. */
export function functionNames(script: Record<string, unknown>): string[] {
  const own = script.default;
  const all = { ...script, ...(typeof own === 'object' && own !== null && !('run' in own) ? own : {}) };
  return Object.keys(all).filter((name) => typeof (all as Record<string, unknown>)[name] === 'function');
}

function argumentsFor(fn: (...given: unknown[]) => unknown, available: Record<string, unknown>): unknown[] {
  const names = parameterNames(String(fn));
  const isNamed = names?.some((name) => name === takenApart || Object.hasOwn(available, name)) ?? false;
  if (names === null || !isNamed) {
    const count = names?.length ?? byPosition.length;
    const order = Object.hasOwn(available, 'params') ? byPosition : ['config'];
    return order.slice(0, count).map((name) => available[name]);
  }
  return names.map((name) =>
    name === takenApart ? available : Object.hasOwn(available, name) ? available[name] : undefined,
  );
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function filesOf({ files }: CallFrame, blobs: Map<number, Buffer[]>): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [id, { field, ...file }] of files.entries()) {
    let name = field;
    for (let count = 2; name in found; count += 1) name = `${field}_${count}`;
    const content = new Uint8Array(Buffer.concat(blobs.get(id) ?? []));
    found[name] = { ...file, contentType: file.content_type, content };
  }
  return found;
}

/** The fields as they are, and beside them, unseen by loops, what older extensions look for in `params`. */
function withReserved(fields: Record<string, unknown>, files: object, fileManager: object): object {
  const params = { ...fields };
  const reserved = {
    query_params: fields,
    queryParams: fields,
    files,
    file_manager: fileManager,
    fileManager,
  };
  for (const [name, value] of Object.entries(reserved)) {
    if (!Object.hasOwn(params, name)) Object.defineProperty(params, name, { value, enumerable: false });
  }
  return params;
}

function createFileManager(ask: Ask) {
  const saveFile = (
    given: { filename: string; content?: unknown; fileContent?: unknown; file_content?: unknown } | string,
    content?: unknown,
  ) => {
    const isName = typeof given === 'string';
    const filename = isName ? given : given.filename;
    const raw = isName ? content : (given.content ?? given.fileContent ?? given.file_content);
    const bytes = raw instanceof Uint8Array ? raw : Buffer.from(String(raw ?? ''), 'utf8');
    return ask('files', 'save_file', { filename }, bytes);
  };
  return { saveFile, save_file: saveFile };
}

function createDbManager(ask: Ask) {
  const database = (method: string, args: Record<string, unknown>) => ask('database', method, args);
  const executeQuery = (first: unknown, values?: unknown) =>
    typeof first === 'string'
      ? database('execute_query', { sql: first, values: values ?? [] })
      : database('execute_query', first as Record<string, unknown>);
  const methods: Record<string, unknown> = {
    executeQuery,
    listAllTables: () => database('list_all_tables', {}),
    getTableSchema: (table_name: string) => database('get_table_schema', { table_name }),
    createTable: (table_name: string, columns: unknown) => database('create_table', { table_name, columns }),
    dropTable: (table_name: string) => database('drop_table', { table_name }),
    alterTable: (table_name: string, columns: unknown) => database('alter_table', { table_name, columns }),
  };
  for (const name of Object.keys(methods)) methods[snakeCase(name)] = methods[name];
  return methods;
}

/** What a function gave as JSON, and the bytes of a file apart from it. */
function packResult(given: unknown): { value: unknown; content: Uint8Array | null } {
  if (given instanceof Uint8Array) return { value: { type: 'file', data: {} }, content: given };
  const { type, data } = (given ?? {}) as { type?: unknown; data?: unknown };
  if (type === 'file' && data instanceof Uint8Array)
    return { value: { ...(given as object), data: {} }, content: data };
  if (type === 'file' && typeof data === 'object' && data !== null) {
    const { file_path: path, content, ...rest } = data as Record<string, unknown>;
    const bytes =
      content instanceof Uint8Array ? content : typeof content === 'string' ? Buffer.from(content) : null;
    const read = typeof path === 'string' ? readFileSync(path) : bytes;
    const name = typeof path === 'string' ? { filename: basename(path) } : {};
    return { value: { ...(given as object), data: { ...name, ...rest } }, content: read };
  }
  return { value: JSON.parse(JSON.stringify(given ?? null, plain) ?? 'null'), content: null };
}

function plain(this: unknown, key: string, value: unknown): unknown {
  const own = (this as Record<string, unknown>)[key];
  if (own instanceof Uint8Array) return Buffer.from(own).toString('base64');
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Map) return Object.fromEntries(value);
  return value instanceof Set ? [...value] : value;
}
