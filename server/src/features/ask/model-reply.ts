import { z } from 'zod';
import { plainText } from './plain-text.ts';

/** What a model is asked to reply, as one flat object that every provider's structured output can express. */
export const replyShape = z.object({
  kind: z.enum(['sql', 'question', 'cannot']),
  sql: z.string(),
  message: z.string(),
  choices: z.array(z.string()),
});

export type ModelReply =
  | { kind: 'sql'; sql: string }
  | { kind: 'question'; message: string; choices: string[] }
  | { kind: 'cannot'; message: string }
  | { kind: 'malformed'; problem: string };

const lenientShape = z.object({
  kind: z.string().optional(),
  sql: z.string().nullish(),
  message: z.string().nullish(),
  choices: z.array(z.string()).nullish(),
});

const maxSql = 50_000;
const maxChoices = 5;

/** Reads a reply: the JSON asked for, also fenced or with words around it, else a fenced or bare statement. */
export function readModelReply(text: string): ModelReply {
  const json = parseJson(text);
  if (json !== undefined) {
    const parsed = lenientShape.safeParse(json);
    return parsed.success
      ? fromObject(parsed.data)
      : malformed(`the JSON does not have the asked shape: ${parsed.error.issues[0]?.path.join('.')}`);
  }
  const fenced = /```(?:sql|postgresql|mysql|sqlite|duckdb)\s*\n([\s\S]*?)```/i.exec(text)?.[1];
  if (fenced !== undefined) return statement(fenced);
  if (/^\s*(select|with)\b/i.test(text)) return statement(text);
  return malformed('the reply is not the JSON object that was asked for');
}

function fromObject(reply: z.infer<typeof lenientShape>): ModelReply {
  const message = plainText(reply.message ?? '');
  const sql = reply.sql?.trim() ?? '';
  if (reply.kind === 'question' && message !== '') {
    const choices = (reply.choices ?? []).map((choice) => plainText(choice, 500)).filter(Boolean);
    return { kind: 'question', message, choices: choices.slice(0, maxChoices) };
  }
  if (reply.kind === 'cannot') return { kind: 'cannot', message };
  if (sql !== '') return statement(sql);
  return malformed('"sql" is empty');
}

function statement(sql: string): ModelReply {
  if (sql.length > maxSql) return malformed(`the statement is longer than ${maxSql} characters`);
  return { kind: 'sql', sql: sql.trim().replace(/;\s*$/, '') };
}

function malformed(problem: string): ModelReply {
  return { kind: 'malformed', problem };
}

/** The first JSON object in the text, or undefined. */
function parseJson(text: string): unknown {
  const fenced = /```json\s*\n?([\s\S]*?)```/i.exec(text)?.[1];
  const candidates = [text, fenced ?? '', text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)];
  for (const candidate of candidates) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // The next candidate may be one.
    }
  }
  return undefined;
}
