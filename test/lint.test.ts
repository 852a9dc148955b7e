import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

interface Example {
  rule: string;
  file: string;
  bad: string;
  teaches: string;
  good: string;
}

const imports = (specifier: string) => `import { thing } from '${specifier}';\nexport const used = thing;\n`;

const examples: Example[] = [
  {
    rule: 'the contract imports nothing of ours',
    file: 'packages/contract/src/example.ts',
    bad: imports('@sextant/sql/dialect'),
    teaches: 'The contract imports nothing of ours',
    good: imports('./text.ts'),
  },
  {
    rule: 'packages do not know the server',
    file: 'packages/sql/src/example.ts',
    bad: imports('../../../server/src/config.ts'),
    teaches: 'Packages are pure',
    good: imports('@sextant/contract/text'),
  },
  {
    rule: 'packages do not know HTTP',
    file: 'packages/engines/src/example.ts',
    bad: imports('fastify'),
    teaches: 'know nothing of the server, the web, HTTP',
    good: imports('@sextant/sql/dialect'),
  },
  {
    rule: 'engines do not know ask',
    file: 'packages/engines/src/example.ts',
    bad: imports('@sextant/ask/interpretation'),
    teaches: 'packages/engines stands on contract and sql',
    good: imports('@sextant/contract/text'),
  },
  {
    rule: 'ask does not know the web',
    file: 'packages/ask/src/example.ts',
    bad: imports('../../../web/src/lib/texts.ts'),
    teaches: 'packages/ask stands on contract, sql and the types of engines',
    good: imports('@sextant/engines/catalog'),
  },
  {
    rule: 'the platform knows no feature',
    file: 'server/src/platform/db/example.ts',
    bad: imports('../../features/users/users.service.ts'),
    teaches: 'The platform carries every feature and knows none',
    good: imports('../errors/app-error.ts'),
  },
  {
    rule: 'features know no family',
    file: 'server/src/features/users/example.ts',
    bad: imports('../../families/wenshu/envelope.ts'),
    teaches: 'Features never import a family',
    good: imports('../../platform/errors/app-error.ts'),
  },
  {
    rule: 'a repository belongs to its feature',
    file: 'server/src/features/ask/example.ts',
    bad: imports('../users/users.repository.ts'),
    teaches: 'A repository belongs to its own feature',
    good: imports('./ask.repository.ts'),
  },
  {
    rule: 'a repository belongs to its feature, from a folder inside another one too',
    file: 'server/src/features/connections/sample/example.ts',
    bad: imports('../../users/users.repository.ts'),
    teaches: 'A repository belongs to its own feature',
    good: imports('../connections.repository.ts'),
  },
  {
    rule: 'families only translate',
    file: 'server/src/families/wenshu/example.ts',
    bad: imports('../../features/users/users.repository.ts'),
    teaches: 'it calls services, never a repository',
    good: imports('../../features/users/users.service.ts'),
  },
  {
    rule: 'the server does not know the web',
    file: 'server/src/example.ts',
    bad: imports('../../web/src/lib/texts.ts'),
    teaches: 'The server never imports the web',
    good: imports('./config.ts'),
  },
  {
    rule: 'the web knows only the contract',
    file: 'web/src/features/ask/example.ts',
    bad: imports('@sextant/sql/dialect'),
    teaches: 'The web knows only the features of @sextant/contract',
    good: imports('@sextant/contract/chat'),
  },
  {
    rule: 'features of the web do not import each other',
    file: 'web/src/features/ask/example.ts',
    bad: imports('../users/users-texts.ts'),
    teaches: 'Features of the web do not import each other',
    good: imports('../../lib/texts.ts'),
  },
  {
    rule: 'features of the web do not import each other, from a folder inside one too',
    file: 'web/src/features/ask/chart/example.ts',
    bad: imports('../../users/users-texts.ts'),
    teaches: 'Features of the web do not import each other',
    good: imports('../ask-texts.ts'),
  },
  {
    rule: 'ui and lib stand below the features',
    file: 'web/src/ui/example.ts',
    bad: imports('../features/ask/ask-texts.ts'),
    teaches: 'stand below the features',
    good: imports('../lib/texts.ts'),
  },
  {
    rule: 'only config.ts reads the environment',
    file: 'server/src/platform/db/example.ts',
    bad: 'export const home = process.env.HOME;\n',
    teaches: 'Only server/src/config.ts reads the environment',
    good: 'export const home = process.cwd();\n',
  },
  {
    rule: 'the server writes to the logger',
    file: 'server/src/features/users/example.ts',
    bad: "console.log('hello');\n",
    teaches: 'write to the logger',
    good: "process.stdout.write('hello');\n",
  },
  {
    rule: 'exports have names',
    file: 'packages/sql/src/example.ts',
    bad: 'export default function example() {}\n',
    teaches: 'Export by name',
    good: 'export function example() {}\n',
  },
  {
    rule: 'SQL is not pasted from a template literal',
    file: 'server/src/features/users/example.ts',
    bad: 'export function drop(name: string) {\n  return `DROP TABLE ${name}`;\n}\n',
    teaches: 'SQL is put together from pieces of text',
    good: 'export function drop(sql: (parts: TemplateStringsArray, name: string) => string, name: string) {\n  return sql`DROP TABLE ${name}`;\n}\n',
  },
  {
    rule: 'SQL in small letters is not pasted either',
    file: 'packages/engines/src/example.ts',
    bad: 'export const read = (name: string) => `select * from users where name = ${name}`;\n',
    teaches: 'SQL is put together from pieces of text',
    good: 'export const read = (name: string) => `select a name, such as ${name}`;\n',
  },
  {
    rule: 'no promise is left alone',
    file: 'server/src/features/users/example.ts',
    bad: 'async function save() {}\nexport function run() {\n  save();\n}\n',
    teaches: 'floating',
    good: 'async function save() {}\nexport async function run() {\n  await save();\n}\n',
  },
];

describe('our lint rules', () => {
  let project: string;

  beforeAll(() => {
    project = mkdtempSync(path.join(tmpdir(), 'sextant-lint-'));
    const config = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8'));
    writeFileSync(
      path.join(project, 'biome.json'),
      JSON.stringify({ ...config, $schema: undefined, vcs: { enabled: false } }),
    );
    cpSync(path.join(root, 'lint'), path.join(project, 'lint'), { recursive: true });
  });

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it.each(examples)('$rule ($file)', ({ file, bad, good, teaches }) => {
    expect(lint(file, bad)).toContain(teaches);
    expect(lint(file, good)).not.toContain(teaches);
  });

  function lint(file: string, source: string): string {
    const target = path.join(project, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, source);
    const biome = path.join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
    const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', file], {
      cwd: project,
      encoding: 'utf8',
    });
    return `${stdout}\n${stderr}`;
  }
});
