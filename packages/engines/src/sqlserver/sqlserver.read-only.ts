import { EngineError } from '../engine-error.ts';
import { hintedError } from '../hints.ts';

/**
 * Reserved words of T-SQL that begin another statement, end the transaction, write, or reach beyond the database.
 * Being reserved, none of them can be a name unless it is quoted.
 */
const refused = new Set(
  [
    'ALTER BACKUP BEGIN BULK CHECKPOINT COMMIT CREATE DBCC DECLARE DELETE DENY DROP DUMP EXEC EXECUTE GOTO GRANT IF',
    'INSERT INTO KILL LOAD OPENDATASOURCE OPENQUERY OPENROWSET PRINT RAISERROR RECONFIGURE RESTORE RETURN REVERT',
    'REVOKE ROLLBACK SAVE SET SETUSER SHUTDOWN TRAN TRANSACTION TRUNCATE UPDATE UPDATETEXT WAITFOR WHILE WRITETEXT',
  ]
    .join(' ')
    .split(' '),
);

const pieces: readonly [kind: 'skip' | 'word' | 'separator' | 'other', pattern: RegExp][] = [
  ['skip', /\s+/uy],
  ['skip', /--[^\n]*/uy],
  ['other', /N?'(?:[^']|'')*'/uy],
  ['other', /"(?:[^"]|"")*"/uy],
  ['other', /\[(?:[^\]]|\]\])*\]/uy],
  ['other', /0x[0-9a-f]*/iuy],
  ['other', /(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]*)?/iuy],
  ['word', /[\p{L}_@#][\p{L}\p{Nd}_@#$]*/uy],
  ['separator', /;/uy],
  ['other', /[\s\S]/uy],
];

interface Piece {
  kind: 'word' | 'separator' | 'other';
  text: string;
}

const unclear = {
  zh: '注释的结尾不明确，请改用普通换行并补全 */。',
  en: 'Use plain line feeds, and end it with */.',
};

/** T-SQL nests its comments. */
function endOfComment(sql: string, start: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let found = marks.exec(sql); found; found = marks.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  throw new EngineError('syntax', 'A comment is not closed: /*', { hint: unclear });
}

function nextPiece(sql: string, at: number): { kind: 'skip' | Piece['kind']; text: string } {
  if (sql.startsWith('/*', at)) return { kind: 'skip', text: sql.slice(at, endOfComment(sql, at)) };
  for (const [kind, pattern] of pieces) {
    pattern.lastIndex = at;
    const text = pattern.exec(sql)?.[0];
    if (text === undefined) continue;
    if (text.startsWith('--') && /[\r\u0085\u2028\u2029](?!$)/.test(text)) {
      throw new EngineError('syntax', 'The end of a comment is not clear: --', { hint: unclear });
    }
    return { kind, text };
  }
  return { kind: 'other', text: sql.charAt(at) };
}

function split(sql: string): Piece[] {
  const found: Piece[] = [];
  for (let at = 0; at < sql.length; ) {
    const { kind, text } = nextPiece(sql, at);
    at += text.length;
    if (kind === 'skip') continue;
    found.push({ kind, text: kind === 'word' ? text.normalize('NFKC').toUpperCase() : text });
  }
  return found;
}

function readOnly(word: string): EngineError {
  return hintedError('read_only', `Only one SELECT runs here; ${word} is not allowed`);
}

function checkWords(all: readonly Piece[]): void {
  all.forEach(({ kind, text }, index) => {
    if (kind !== 'word') return;
    const following = all[index + 1]?.text ?? '';
    if (refused.has(text)) throw readOnly(text);
    if (text === 'USE' && following !== 'HINT' && following !== 'PLAN') throw readOnly('USE');
    if (text === 'NEXT' && following === 'VALUE') throw readOnly('NEXT VALUE');
  });
}

/**
 * Refuses, with code `read_only` or `syntax`, what is not one SELECT. SQL Server has neither a read-only transaction
 * nor a protocol for one statement only, so its engine reads the words itself, whatever a guard before it did.
 */
export function refuseWrites(sql: string): void {
  const all = split(sql);
  const end = all.findIndex(({ kind }) => kind === 'separator');
  if (end >= 0 && all.slice(end).some(({ kind }) => kind !== 'separator')) {
    throw hintedError('syntax', 'Only one statement runs at a time; there is more after ;');
  }
  checkWords(all);
  const first = all.find(({ text }) => text !== '(');
  if (first?.text !== 'SELECT' && first?.text !== 'WITH') {
    throw hintedError('syntax', `A statement begins with SELECT or WITH, not with "${first?.text ?? ''}"`);
  }
}
