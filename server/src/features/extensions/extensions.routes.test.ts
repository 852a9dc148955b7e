import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { executionWhen } from '../../../test/collecting.ts';
import {
  multipart,
  newExtension,
  patchExtension,
  runExtension,
  uploadExtension,
} from '../../../test/extending.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

const greeter = `"""Greets people.

For tests."""
def get_default_config():
    """What it starts with."""
    return {"api_key": "", "greeting": "Hello", "times": 2, "loud": False}

def get_config_form(current_config=None):
    return '''<label for="config.api_key">API密钥</label>
    <input type="password" id="config.api_key" name="config.api_key" value="{{ config.api_key }}">
    <div class="form-text">From the provider</div>
    <input type="number" name="config.times" value="{{ config.times }}" min="1" max="9">
    <select name="config.greeting">
      <option value="Hello" {{ 'selected' if config.greeting == 'Hello' else '' }}>hello</option>
      <option value="Hi" {{ 'selected' if config.greeting == 'Hi' else '' }}>hi</option></select>'''

def get_query_form():
    return '<label>Name <input name="name" required placeholder="who"></label>'

def validate_config(config):
    if config["times"] > 9:
        return False, "at most 9 times"
    return True, ""

async def execute_query(params, config, missing_has_default=1):
    """Says hello."""
    print("greeting", params["name"], config["api_key"])
    return " ".join([config["greeting"], params["name"]] * config["times"])
`;

const scripts: Record<string, [filename: string, source: string]> = {
  'in Python': [
    'params.py',
    `def execute_query(params, config=None, db_manager=None):
    files = params["files"]
    saved = params["file_manager"].save_file(filename="copy.txt", file_content=files["doc"]["content"])
    return {"type": "table", "data": [{"flat": params["q"], "nested": params["query_params"]["q"],
        "get": params.get("none", "default"), "list": params.getlist("many"), "file": files["doc"]["filename"],
        "kind": files["doc"]["content_type"], "text": files["doc"]["content"].decode(), "saved": saved["name"],
        "fields": sorted(params)}]}
`,
  ],
  'in TypeScript': [
    'params.ts',
    `export async function executeQuery(params: any, config: object) {
  const { doc } = params.files;
  const saved = await params.file_manager.save_file({ filename: 'copy.txt', file_content: doc.content });
  return { type: 'table', data: [{ flat: params.q, nested: params['query_params'].q, get: params.none ?? 'default',
    list: params.many, file: doc.filename, kind: doc.content_type, text: new TextDecoder().decode(doc.content),
    saved: saved.name, fields: Object.keys(params).sort() }] };
}
`,
  ],
};

const databaseScripts: Record<string, [filename: string, source: string]> = {
  'in Python': [
    'notes.py',
    `async def execute_query(params, db_manager):
    if not await db_manager.list_all_tables():
        await db_manager.create_table("notes", [{"name": "id", "type": "integer", "primary_key": True},
                                                {"name": "text", "type": "varchar(50)"}])
    added = db_manager.execute_query(operation="insert", table_name="notes", data={"text": params["text"]})
    await db_manager.execute_query("update notes set text = ? where id = ?", [params["text"] + "!", added["id"]])
    return db_manager.execute_query("select id, text from notes where text like ?", ["%!"])
`,
  ],
  'in TypeScript': [
    'notes.mjs',
    `export async function executeQuery({ params, dbManager }) {
  if ((await dbManager.listAllTables()).length === 0)
    await dbManager.createTable('notes', [{ name: 'id', type: 'integer', primary_key: true }, { name: 'text', type: 'text' }]);
  const { id } = await dbManager.executeQuery({ operation: 'insert', table_name: 'notes', data: { text: params.text } });
  await dbManager.executeQuery('update notes set text = ? where id = ?', [params.text + '!', id]);
  return dbManager.executeQuery('select id, text from notes where text like ?', ['%!']);
}
`,
  ],
};

const returning = (value: string) => `export const executeQuery = () => (${value});`;

describeOnBothStores('extensions', (metadata) => {
  let product: TestApp;
  let admin: ApiClient;
  let user: ApiClient;

  beforeAll(async () => {
    product = await startTestApp({ metadata });
    product.app.start();
    admin = product.admin;
    user = await product.newUser();
  });
  afterAll(() => product.close());

  it('stores a script that loads, with its documentation, and runs it for whoever is signed in', async () => {
    const answer = await uploadExtension(admin, 'greeter.py', greeter, {
      name: '问候',
      show_in_home: 'true',
    });
    expect(answer.status).toBe(200);
    const { id, document } = answer.body.data;
    expect(id).toMatch(/^ext_[0-9a-f]{8}$/);
    expect(document).toEqual({
      docs: 'Greets people.\n\nFor tests.',
      functions: {
        execute_query: 'Says hello.',
        get_config_form: '无方法说明',
        get_default_config: 'What it starts with.',
        get_query_form: '无方法说明',
        validate_config: '无方法说明',
      },
    });
    const run = await runExtension(user, id, { name: 'Ann' });
    expect(run).toMatchObject({
      status: 'completed',
      result: { type: 'text', data: 'Hello Ann Hello Ann' },
      log: ['greeting Ann '],
      triggered_by: 'manual',
      version: 1,
    });
    const home = await user.get('/extensions?show_in_home=true');
    expect(home.body.data.extensions.map((one: { id: string }) => one.id)).toEqual([id]);
  });

  it('gives its forms as HTML with the config filled in, and as fields', async () => {
    const id = await newExtension(admin, 'greeter.py', greeter);
    const { form } = (await admin.get(`/extensions/${id}/config`)).body.data;
    expect(form.template).toContain('{{ config.times }}');
    expect(form.html).toContain('value="2"');
    expect(form.fields).toMatchObject([
      { name: 'api_key', label: 'API密钥', type: 'password', help: 'From the provider' },
      { name: 'times', type: 'number', default: '2', min: '1', max: '9' },
      { name: 'greeting', type: 'select', default: 'Hello', options: [{ value: 'Hello' }, { value: 'Hi' }] },
    ]);
    const query = (await user.get(`/extensions/${id}/query-form`)).body.data;
    expect(query.fields).toMatchObject([{ name: 'name', label: 'Name', required: true, placeholder: 'who' }]);
  });

  it('keeps secrets of a config to itself, and asks the extension before it stores one', async () => {
    const id = await newExtension(admin, 'greeter.py', greeter);
    const saved = await admin.put(`/extensions/${id}/config`, {
      config: { api_key: 'sk-1234567', greeting: 'Hi', times: '3', loud: 'true' },
    });
    expect(saved.body.data.config).toEqual({ api_key: '***', greeting: 'Hi', times: 3, loud: true });
    await admin.put(`/extensions/${id}/config`, { config: { ...saved.body.data.config, times: 1 } });
    const run = await runExtension(user, id, { name: 'Ann' });
    expect(run.result.data).toBe('Hi Ann');
    expect(run.log).toEqual(['greeting Ann ***']);
    const refused = await admin.put(`/extensions/${id}/config`, { config: { times: 10 } });
    expect(refused.status).toBe(422);
    expect(refused.body.error.message).toContain('at most 9 times');
    expect((await admin.get(`/extensions/${id}/config`)).text).not.toContain('sk-1234567');
    expect((await user.get(`/extensions/${id}`)).body.data.config).toBeNull();
  });

  for (const [language, [filename, source]] of Object.entries(scripts)) {
    it(`hands over parameters as all three generations knew them, ${language}`, async () => {
      const id = await newExtension(admin, filename, source);
      const doc = new File(['文件'], '资料.txt', { type: 'text/plain' });
      const { payload, headers } = await multipart({ q: 'x', many: ['a', 'b'], doc });
      const answer = await user.post(`/extensions/${id}/run-form`, payload, headers);
      expect(answer.body.data).toMatchObject({ status: 'completed', error: null });
      expect(answer.body.data.result.data).toEqual([
        {
          flat: 'x',
          nested: 'x',
          get: 'default',
          list: ['a', 'b'],
          file: '资料.txt',
          kind: 'text/plain',
          text: '文件',
          saved: expect.stringMatching(/^copy( \(2\))?\.txt$/),
          fields: ['many', 'q'],
        },
      ]);
      const own = await user.get('/files/search?q=copy');
      expect(own.body.data.entries).toContainEqual(expect.objectContaining({ name: 'copy.txt', size: 6 }));
    });
  }

  for (const [language, [filename, source]] of Object.entries(databaseScripts)) {
    it(`gives each extension a database of its own, ${language}`, async () => {
      const first = await newExtension(admin, filename, source);
      const second = await newExtension(admin, filename, source);
      await runExtension(user, first, { text: 'one' });
      const again = await runExtension(user, first, { text: 'two' });
      expect(again.result).toMatchObject({
        type: 'table',
        columns: ['id', 'text'],
        data: [
          { id: 1, text: 'one!' },
          { id: 2, text: 'two!' },
        ],
      });
      expect((await runExtension(user, second, { text: 'three' })).result.data).toEqual([
        { id: 1, text: 'three!' },
      ]);
    });
  }

  it.each([
    ['attach database ? as other', 'not authorized'],
    ["vacuum into '/tmp/sextant-leak.db'", 'authorization denied'],
    ['pragma temp_store_directory = "/tmp"', 'not authorized'],
    ['select 1; drop table notes', 'One statement at a time'],
    ["select load_extension('x')", 'not authorized'],
  ])('refuses "%s" in it', async (sql, reason) => {
    const id = await newExtension(
      admin,
      'sql.ts',
      'export const executeQuery = (params, config, dbManager) => dbManager.executeQuery(params.sql, params.values);',
    );
    const run = await runExtension(user, id, {
      sql,
      values: sql.includes('?') ? ['/tmp/sextant-leak.db'] : [],
    });
    expect(run.status).toBe('failed');
    expect(run.error.message).toContain(reason);
    expect(existsSync('/tmp/sextant-leak.db')).toBe(false);
  });

  it.each([
    ['a list', `[{ a: 1, b: 'x' }, { a: 2, c: [1] }]`, { type: 'table', columns: ['a', 'b', 'c'] }],
    ['an object', `({ a: 1 })`, { type: 'table', data: [{ 键: 'a', 值: 1 }] }],
    [
      'rows beside words',
      `({ data: [{ id: 1 }], meta: { total: 1 } })`,
      { type: 'table', meta: { total: 1 } },
    ],
    ['a text', `'plain'`, { type: 'text', data: 'plain' }],
    ['nothing', `null`, { type: 'text', data: '' }],
    ['HTML', `({ type: 'html', data: '<b>x</b>' })`, { type: 'html', data: '<b>x</b>' }],
    [
      'an image',
      `({ type: 'image', data: 'iVBORw0KGgoAAA' })`,
      { type: 'image', data: 'data:image/png;base64,iVBORw0KGgoAAA' },
    ],
    [
      'an address that is no image',
      `({ type: 'image', data: 'javascript:alert(1)' })`,
      { type: 'text', data: 'javascript:alert(1)' },
    ],
    [
      'a chart',
      `({ type: 'chart', data: { chart_type: 'bar', chart_data: { labels: ['a'], datasets: [{ data: [1] }] } } })`,
      { type: 'chart', data: { chart_type: 'bar', chart_data: { labels: ['a'] }, options: {} } },
    ],
    ['a table that is none', `({ type: 'table', data: 'text' })`, { type: 'text', data: 'text' }],
  ])('adapts %s', async (_, value, expected) => {
    const id = await newExtension(admin, 'result.js', returning(value));
    expect((await runExtension(user, id)).result).toMatchObject(expected);
  });

  it('shows what says no type as its extension is set to: numbers as a chart', async () => {
    const id = await newExtension(admin, 'pie.js', returning('({ a: 1, b: 2 })'), { result_type: 'chart' });
    expect((await runExtension(user, id)).result).toMatchObject({
      type: 'chart',
      data: { chart_type: 'pie', chart_data: { labels: ['a', 'b'], datasets: [{ data: [1, 2] }] } },
    });
  });

  it('keeps a file that an extension wrote, and gives it to those who may see the run', async () => {
    const id = await newExtension(
      admin,
      'file.py',
      `import tempfile
def execute_query(params):
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False) as file:
        file.write("a,b\\n1,2\\n")
    return {"type": "file", "data": {"file_path": file.name, "filename": "../../报表.csv", "content_type": "text/csv"}}
`,
    );
    const run = await runExtension(user, id);
    expect(run.result.data).toMatchObject({ filename: '报表.csv', content_type: 'text/csv', size: 8 });
    const download = await user.get(`/extension-runs/${run.execution_id}/download`);
    expect(download.text).toBe('a,b\n1,2\n');
    expect(download.headers['content-disposition']).toContain("filename*=UTF-8''%E6%8A%A5%E8%A1%A8.csv");
    const byTicket = await product.anonymous.get(`/${run.result.data.url}`);
    expect(byTicket.text).toBe('a,b\n1,2\n');
    const stranger = await product.newUser();
    expect((await stranger.get(`/extension-runs/${run.execution_id}/download`)).status).toBe(404);
  });

  it('gives bytes as a file, and a table as CSV that a spreadsheet runs nothing of', async () => {
    const bytes = await newExtension(admin, 'bytes.ts', returning('new Uint8Array([1, 2, 3])'));
    expect((await runExtension(user, bytes)).result).toMatchObject({ type: 'file', data: { size: 3 } });
    const table = await newExtension(admin, 'table.ts', returning(`[{ a: '=1+1', b: -5 }]`));
    const run = await runExtension(user, table);
    const csv = await user.get(`/extension-runs/${run.execution_id}/download`);
    expect(csv.text).toBe("\ufeffa,b\r\n'=1+1,-5\r\n");
  });

  it('serves an HTML result where it is inert, to whoever has its ticket', async () => {
    const id = await newExtension(
      admin,
      'page.js',
      returning(`({ type: 'html', data: '<script>parent.x=1</script>' })`),
    );
    const { result } = await runExtension(user, id);
    const page = await product.anonymous.get(`/${result.url}`);
    expect(page.text).toBe('<script>parent.x=1</script>');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain('sandbox allow-scripts;');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('allow-same-origin');
    expect(page.headers['set-cookie']).toBeUndefined();
    const forged = await product.anonymous.get(`/${result.url.slice(0, -6)}AAAAAA`);
    expect(forged.status).toBe(404);
  });

  it.each([
    ['a syntax error', 'bad.py', 'def execute_query(params):\n    return (\n', 'line 2'],
    ['a syntax error in TypeScript', 'bad.ts', 'export const executeQuery = () => {\n', ''],
    ['an error while it loads', 'bad.py', 'import os\n\nraise ValueError("no")', 'line 3'],
    ['no execute_query', 'bad.py', 'def other():\n    pass', 'execute_query'],
    [
      'defaults that are no object',
      'bad.js',
      'export const executeQuery = () => 1; export const getDefaultConfig = () => 5;',
      'get_default_config',
    ],
    ['an ending that is no script', 'bad.sh', 'echo', '.py'],
    ['nothing in it', 'bad.py', '  ', 'empty'],
    ['an exit', 'bad.py', 'import os\nos._exit(3)', 'ended its process'],
  ])('leaves nothing behind of a script with %s', async (_, filename, source, reason) => {
    const before = (await admin.get('/extensions')).body.data.total;
    const { payload, headers } = await multipart({ file: new File([source], filename) });
    const answer = await admin.post('/extensions', payload, { ...headers, 'accept-language': 'en' });
    expect(answer.status).toBe(422);
    expect(answer.body.error.message).toContain(reason);
    expect((await admin.get('/extensions')).body.data.total).toBe(before);
  });

  it.each([
    ['loops for ever', 'while True: pass', /timeout/, '5 s'],
    ['prints without end', 'while True: print("x" * 100000)', /failed/, 'log output'],
    ['exits', 'import os; os._exit(1)', /failed/, 'ended its process'],
    ['forks', 'import os; os.fork()', /failed/, 'may not start processes'],
    [
      'starts a program',
      'import subprocess; subprocess.run(["/bin/true"])',
      /failed/,
      'may not start processes',
    ],
    ['gives more than it may', 'return "x" * 20_000_000', /failed/, 'room for its result'],
    ['takes all memory', 'x = bytearray(3_000_000_000)', /failed/, 'MemoryError'],
  ])('ends one that %s, and goes on', async (_, body, status, reason) => {
    const id = await newExtension(admin, 'bad.py', `def execute_query(params):\n    ${body}\n`, {
      timeout_seconds: '5',
    });
    const answer = await user.post(`/extensions/${id}/run`, {}, { 'accept-language': 'en' });
    expect(answer.body.data.status).toMatch(status);
    expect(answer.body.data.error.message).toContain(reason);
    expect((await user.get('/extensions')).status).toBe(200);
  });

  it.each([
    ['reads the product’s key, in Python', 'out.py', 'open(params["path"], "rb").read(10)', 'Permission'],
    [
      'writes outside its folder, in Python',
      'out.py',
      'open(params["path"] + ".new", "w")',
      'only in its working folder',
    ],
    [
      'opens a database of the product, in Python',
      'out.py',
      '__import__("sqlite3").connect(params["path"]).execute("select * from users").fetchall()',
      'unable to open database file',
    ],
    [
      'opens a socket, in Python',
      'out.py',
      '__import__("socket").create_connection(("127.0.0.1", 5432))',
      'Operation not permitted',
    ],
    [
      'reads the product’s key, in TypeScript',
      'out.ts',
      `process.getBuiltinModule('node:fs').readFileSync(params.path)`,
      'restricted',
    ],
    [
      'writes outside its folder, in TypeScript',
      'out.ts',
      `process.getBuiltinModule('node:fs').writeFileSync(params.path + '.new', 'x')`,
      'restricted',
    ],
    [
      'opens a database of the product, in TypeScript',
      'out.ts',
      `new (process.getBuiltinModule('node:sqlite').DatabaseSync)(params.path)`,
      'may not use',
    ],
    [
      'starts a program, in TypeScript',
      'out.ts',
      `process.getBuiltinModule('node:child_process').execSync('true')`,
      'restricted',
    ],
  ])('does not let one out that %s', async (_, filename, attempt, reason) => {
    const source = filename.endsWith('.py')
      ? `def execute_query(params):\n    return str(${attempt})\n`
      : `export function executeQuery(params) { return String(${attempt}); }`;
    const id = await newExtension(admin, filename, source);
    const path = join(product.config.dataDir, 'secret.key');
    expect(existsSync(path)).toBe(true);
    const run = await runExtension(user, id, { path });
    expect(run.status).toBe('failed');
    expect(run.error.message).toContain(reason);
    expect(existsSync(`${path}.new`)).toBe(false);
  });

  it.each([
    ['env.py', 'import os\ndef execute_query(params):\n    return dict(os.environ)\n'],
    ['env.ts', 'export const executeQuery = () => ({ ...process.env });'],
  ])('shows nothing of the server’s environment to %s', async (filename, source) => {
    process.env.SEXTANT_TEST_SECRET = 'of-the-server';
    const id = await newExtension(admin, filename, source);
    const run = await runExtension(user, id);
    delete process.env.SEXTANT_TEST_SECRET;
    expect(run.status).toBe('completed');
    expect(JSON.stringify(run.result)).not.toContain('of-the-server');
  });

  it('names the line on which an extension failed, in its history too', async () => {
    const id = await newExtension(
      admin,
      'fails.py',
      'def execute_query(params):\n    x = 1\n    return x / 0\n',
    );
    const run = await runExtension(user, id);
    expect(run).toMatchObject({ status: 'failed', result: null, error: { line: 3 } });
    expect(run.error.details).toContain('line 3, in execute_query');
    expect(run.error.details).not.toContain(import.meta.dirname.replace(/features.*/, ''));
    const history = await user.get(`/extensions/${id}/runs`);
    expect(history.body.data).toMatchObject({
      total: 1,
      runs: [{ execution_id: run.execution_id, status: 'failed' }],
    });
  });

  it('lets only administrators change extensions, and only those run them who may', async () => {
    const upload = await uploadExtension(user, 'mine.py', greeter);
    expect(upload.status).toBe(403);
    const id = await newExtension(admin, 'greeter.py', greeter, { enabled: 'false' });
    expect((await user.get(`/extensions/${id}`)).status).toBe(404);
    expect((await admin.post(`/extensions/${id}/run`, { params: { name: 'x' } })).status).toBe(409);
    await patchExtension(product, admin, id, { enabled: true, roles: ['operator'] });
    expect((await user.post(`/extensions/${id}/run`, { params: {} })).status).toBe(404);
    await patchExtension(product, admin, id, { user_ids: [user.userId] });
    expect((await runExtension(user, id, { name: 'x' })).status).toBe('completed');
    const operator = await product.newUser('operator');
    expect((await runExtension(operator, id, { name: 'x' })).status).toBe('completed');
    expect((await operator.get(`/extensions/${id}/runs`)).body.data.total).toBe(1);
    expect((await admin.get(`/extensions/${id}/runs`)).body.data.total).toBe(2);
    for (const path of ['config', 'versions'])
      expect((await user.get(`/extensions/${id}/${path}`)).status).toBe(403);
    expect((await patchExtension(product, user, id, { enabled: false })).status).toBe(403);
  });

  it('tells those who may run it that it can be run, or no longer', async () => {
    const id = await newExtension(admin, 'told.py', greeter, { enabled: 'false', name: '报表' });
    await patchExtension(product, admin, id, { roles: ['operator'], user_ids: [user.userId] });
    const operator = await product.newUser('operator');
    const stranger = await product.newUser();
    for (const enabled of [true, false]) await patchExtension(product, admin, id, { enabled });
    for (const [client, count] of [
      [user, 2],
      [operator, 2],
      [stranger, 0],
    ] as const) {
      const told = (await client.get('/notifications?kind=extension_status')).body.data.notifications;
      const titles = told.map(({ title }: { title: { zh: string } }) => title.zh);
      const own = titles.filter((title: string) => title.includes('报表'));
      expect(own).toEqual(['扩展「报表」已停用', '扩展「报表」可以使用了'].slice(0, count));
    }
  });

  it('keeps versions, and runs a changed one only once it is active', async () => {
    const id = await newExtension(admin, 'version.ts', returning(`'one'`));
    await admin.put(`/extensions/${id}/source`, { source: returning(`'two'`), activate: false });
    expect((await runExtension(user, id)).result.data).toBe('one');
    await admin.post(`/extensions/${id}/versions/2/activate`);
    expect((await runExtension(user, id)).result.data).toBe('two');
    const broken = await admin.put(`/extensions/${id}/source`, { source: 'export const = 1' });
    expect(broken.status).toBe(422);
    const { versions } = (await admin.get(`/extensions/${id}/versions`)).body.data;
    expect(
      versions.map((one: { version: number; is_active: boolean }) => [one.version, one.is_active]),
    ).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  it('cancels a run that somebody waits for', async () => {
    const id = await newExtension(
      admin,
      'slow.py',
      'import time\ndef execute_query(params):\n    time.sleep(60)\n',
    );
    const waiting = user.post(`/extensions/${id}/run`, {});
    let runs = [];
    for (let tries = 0; runs.length === 0 && tries < 200; tries += 1) {
      await delay(50);
      runs = (await user.get(`/extensions/${id}/runs`)).body.data.runs;
    }
    expect((await user.post(`/extension-runs/${runs[0].execution_id}/cancel`)).status).toBe(200);
    expect((await waiting).body.data).toMatchObject({ status: 'cancelled', result: null });
  });

  it('runs on a schedule as a task of its type, for those who may run it', async () => {
    const id = await newExtension(admin, 'task.ts', 'export const executeQuery = (params) => params;', {
      name: 'daily',
    });
    const task = await admin.post('/tasks', {
      name: 'daily',
      task_type: 'extension',
      script_id: id,
      params: { region: 'north' },
      schedule_type: 'manual',
      schedule_expression: '',
    });
    expect(task.status).toBe(200);
    const started = await admin.post(`/tasks/${task.body.data.id}/execute`, {});
    const execution = await executionWhen(admin, started.body.data.execution_id, ({ status }) =>
      ['completed', 'failed'].includes(status),
    );
    expect(execution).toMatchObject({
      status: 'completed',
      task_type: 'extension',
      result: { type: 'table' },
    });
    const run = await admin.get(`/extension-runs/${execution.id}`);
    expect(run.body.data.result.data).toEqual([{ 键: 'region', 值: 'north' }]);
    const unknown = await admin.post('/tasks', {
      name: 'none',
      task_type: 'extension',
      script_id: 'ext_none',
      params: {},
      schedule_type: 'manual',
      schedule_expression: '',
    });
    expect(unknown.status).toBe(404);
  });

  it('runs in the background for those who do not wait', async () => {
    const id = await newExtension(admin, 'later.ts', returning(`'done'`));
    const started = await user.post(`/extensions/${id}/run`, { wait: false });
    expect(started.body.data).toMatchObject({
      status: expect.stringMatching('pending|running'),
      result: null,
    });
    await executionWhen(user, started.body.data.execution_id, ({ status }) => status === 'completed');
    const run = await user.get(`/extension-runs/${started.body.data.execution_id}`);
    expect(run.body.data.result).toMatchObject({ type: 'text', data: 'done' });
    const called = run.body.data.extension_name;
    const titles = async () =>
      (await user.get('/notifications')).body.data.notifications.map(
        ({ title }: { title: { zh: string } }) => title.zh,
      );
    await expect.poll(titles).toContain(`「${called}」执行完成`);
  });

  it('tells nobody in a notification of what they saw end', async () => {
    const waiting = await product.newUser();
    const id = await newExtension(admin, 'seen.ts', returning(`'done'`));
    await runExtension(waiting, id);
    const { notifications } = (await waiting.get('/notifications')).body.data;
    expect(notifications).toEqual([]);
  });

  it('loads and runs the examples of the script guide', async () => {
    const guide = await readFile(join(import.meta.dirname, '../../../../docs/script-guide.md'), 'utf8');
    const chapter = guide.slice(guide.indexOf('## 扩展'));
    const blocks = [...chapter.matchAll(/```(py|ts)\n([\s\S]*?)```/g)];
    expect(blocks.map(([, language]) => language)).toEqual(['py', 'ts']);
    const types = [];
    for (const [, language, source] of blocks) {
      const id = await newExtension(admin, `example.${language}`, source as string);
      types.push((await runExtension(user, id, { note: 'hello', times: '10' })).result?.type);
    }
    expect(types).toEqual(['table', 'chart']);
  });

  it('removes an extension with its database', async () => {
    const [filename, source] = databaseScripts['in Python'] as [string, string];
    const id = await newExtension(admin, filename, source);
    await runExtension(user, id, { text: 'x' });
    const folder = join(product.config.dataDir, 'extensions', id);
    expect(await readdir(folder)).toContain('database.sqlite');
    expect((await admin.delete(`/extensions/${id}`)).status).toBe(200);
    expect(existsSync(folder)).toBe(false);
    expect((await admin.get(`/extensions/${id}`)).status).toBe(404);
  });

  it('stores a config sealed', async () => {
    const id = await newExtension(admin, 'greeter.py', greeter);
    await admin.put(`/extensions/${id}/config`, { config: { api_key: 'sk-sealed-away' } });
    if (metadata !== 'sqlite') return;
    const files = (await readdir(product.config.dataDir)).filter((name) => name.startsWith('sextant.db'));
    const content = await Promise.all(
      files.map((name) => readFile(join(product.config.dataDir, name), 'latin1')),
    );
    expect(content.join('')).not.toContain('sk-sealed-away');
  });
});
