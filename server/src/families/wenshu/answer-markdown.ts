import type { Cell } from '@sextant/contract/chart';
import type { Choice } from '@sextant/contract/chat';
import type { MessageMetadata } from '@sextant/contract/conversations';

const shownRows = 20;
const shownCharacters = 200;

/** An answer as the Markdown text that clients of the wenshu document show: statement, table and sentence. */
export function writeAnswer(content: string, metadata: MessageMetadata | null): string {
  const { sql = null, columns, rows, error, clarification } = metadata ?? {};
  if (error) return writeFailure(error, sql);
  if (clarification) return writeChoices(clarification.question, clarification.choices);
  if (!sql) return plain(content);
  const parts = ['根据您的需求，我已生成以下SQL查询：', fence(sql)];
  if (columns && rows) {
    const names = columns.map(({ name }) => name);
    parts.push(...writeTable(names, rows, metadata?.rows_count ?? rows.length, metadata?.truncated === true));
  }
  return [...parts, plain(content)].join('\n\n');
}

/** What went wrong, in place of an answer. */
export function writeFailure(
  { message, hint }: { message: string; hint: string },
  sql: string | null,
): string {
  const tried = sql === null ? [] : ['尝试执行的SQL：', fence(sql)];
  return [`抱歉，未能回答这个问题：${plain(message)}`, plain(hint), ...tried].join('\n\n');
}

function writeChoices(question: string, choices: readonly Choice[]): string {
  const lines = choices.map(({ label, question: asked }, index) => {
    const more = asked === label ? '' : `：${plain(asked)}`;
    return `${index + 1}. ${plain(label)}${more}`;
  });
  return [plain(question), lines.join('\n'), '请选择一项，把对应的问题发给我。'].join('\n\n');
}

function writeTable(names: string[], rows: readonly Cell[][], total: number, truncated: boolean): string[] {
  if (rows.length === 0) return ['执行结果为空，没有符合条件的数据。'];
  const line = (cells: readonly Cell[]) => `| ${cells.map(cellText).join(' | ')} |`;
  const table = [
    line(names),
    `|${names.map(() => '------').join('|')}|`,
    ...rows.slice(0, shownRows).map(line),
  ];
  const count = truncated ? `至少 ${total}` : `${total}`;
  const note =
    total > shownRows || truncated
      ? [`（共 ${count} 行，这里只显示前 ${Math.min(shownRows, rows.length)} 行）`]
      : [];
  return ['执行结果如下：', table.join('\n'), ...note];
}

function cellText(cell: Cell): string {
  if (cell === null) return 'NULL';
  const text = String(cell).replace(/\s+/g, ' ');
  const shown = text.length > shownCharacters ? `${text.slice(0, shownCharacters).toWellFormed()}…` : text;
  return plain(shown).replaceAll('|', '\\|');
}

/** A statement in a fence that is longer than any run of backticks in it. */
function fence(sql: string): string {
  const longest = Math.max(2, ...[...sql.matchAll(/`+/g)].map(([run]) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}sql\n${sql}\n${mark}`;
}

/** Text in which nothing is markup: values of a database may not become links, images or HTML in a client. */
function plain(text: string): string {
  return text
    .replace(/[\\`[\]]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}
