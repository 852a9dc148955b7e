import path from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { benchAccounts } from './accounts.ts';
import { benchAnswer } from './answer.ts';
import { benchCatalog } from './catalog.ts';
import { benchCollect } from './collect.ts';
import { benchExecutions } from './executions.ts';
import { benchExport } from './export.ts';
import { benchExtensions } from './extensions.ts';
import { type Figure, noAim } from './figure.ts';
import { benchFiles } from './files.ts';
import { benchGuard } from './guard.ts';
import { benchInstances } from './instances.ts';
import { benchList } from './list.ts';
import { benchLogs } from './logs.ts';
import { benchOpenStreams } from './open-streams.ts';
import { benchQuery } from './query.ts';
import { benchRecall } from './recall.ts';
import { benchSockets } from './sockets.ts';
import { benchStart } from './start.ts';
import { benchStream } from './stream.ts';
import { benchWeb } from './web.ts';

const benches: Record<string, (options: { folder: string }) => Promise<Figure[]>> = {
  guard: benchGuard,
  accounts: benchAccounts,
  answer: benchAnswer,
  web: benchWeb,
  start: benchStart,
  list: benchList,
  query: benchQuery,
  export: benchExport,
  catalog: benchCatalog,
  collect: benchCollect,
  executions: benchExecutions,
  extensions: benchExtensions,
  files: benchFiles,
  instances: benchInstances,
  logs: benchLogs,
  'open-streams': benchOpenStreams,
  recall: benchRecall,
  sockets: benchSockets,
  stream: benchStream,
};
/** Runs only when it is named, for it takes minutes. */
const long = new Set(['stream', 'logs', 'accounts']);

const { positionals: chosen, values: options } = parseArgs({
  allowPositionals: true,
  options: { eval: { type: 'string', default: path.join(import.meta.dirname, '../../shared/eval') } },
});
const unknown = chosen.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.\n`,
  );
  process.exit(2);
}

const figures: Figure[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (chosen.length > 0 ? !chosen.includes(name) : long.has(name)) continue;
  process.stderr.write(`${name} …\n`);
  figures.push(...(await bench({ folder: path.resolve(options.eval) })));
}
process.stdout.write(`\n${table(figures)}\n`);
process.exit(figures.some(({ pass }) => pass === false) ? 1 : 0);

function table(rows: Figure[]): string {
  const header = ['work', 'measured', 'reference', 'aim', ''];
  const lines = rows.map(({ work, measured, reference, aim, pass }) => [
    work,
    measured,
    reference,
    aim,
    pass === null ? 'skipped' : aim === noAim ? '' : pass ? 'pass' : 'FAIL',
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => stripVTControlCharacters(line[column] ?? '').length)),
  );
  return [header, widths.map((width) => '-'.repeat(width)), ...lines]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
