import type { Cell } from '@sextant/contract/chart';
import type { AnswerErrorCode, ChatEvent, Choice, Evidence, Stage } from '@sextant/contract/chat';
import type { Message, MessageMetadata } from '@sextant/contract/conversations';
import type { ResultColumn } from '@sextant/contract/result';

/** Rows as the table and the charts need them. `rowsCount` may exceed `rows` when only a preview was kept. */
export interface AnswerResult {
  sql: string;
  columns: ResultColumn[];
  rows: Cell[][];
  rowsCount: number;
  truncated: boolean;
  /** Milliseconds the database took. */
  milliseconds: number;
}

export interface AnswerError {
  code: AnswerErrorCode;
  message: string;
  hint: string;
}

/** One answer, whether it is still arriving or was read from a conversation. Times are milliseconds since 1970. */
export interface Answer {
  running: boolean;
  stages: { stage: Stage; message: string; at: number }[];
  startedAt: number;
  endedAt: number | null;
  result: AnswerResult | null;
  /** As it came; `validChart` says whether it may be drawn. */
  chart: unknown;
  text: string;
  evidence: Evidence | null;
  clarification: { question: string; choices: Choice[] } | null;
  error: AnswerError | null;
  connectionId: string | null;
  /** Of the stored answer; null until there is one. */
  messageId: string | null;
}

/** A question and its answer. `failure` is `stopped`, or what was thrown when no answer came; else null. */
export interface Exchange {
  key: string;
  question: string;
  answer: Answer;
  failure: unknown;
}

export function startAnswer(connectionId: string | null, now = Date.now()): Answer {
  return {
    running: true,
    stages: [],
    startedAt: now,
    endedAt: null,
    result: null,
    chart: null,
    text: '',
    evidence: null,
    clarification: null,
    error: null,
    connectionId,
    messageId: null,
  };
}

/** The answer after one more event of the stream. */
export function withEvent(answer: Answer, event: ChatEvent, now = Date.now()): Answer {
  switch (event.type) {
    case 'progress':
      return {
        ...answer,
        stages: [...answer.stages, { stage: event.stage, message: event.message, at: now }],
      };
    case 'result':
      return {
        ...answer,
        result: {
          sql: event.sql,
          columns: event.columns,
          rows: event.data.map((row) => event.columns.map((column) => row[column.name] ?? null)),
          rowsCount: event.rows_count,
          truncated: event.truncated,
          milliseconds: event.execution_time * 1000,
        },
      };
    case 'visualization':
      return { ...answer, chart: event.chart };
    case 'text':
      return { ...answer, text: event.text };
    case 'evidence':
      return { ...answer, evidence: event.evidence };
    case 'clarification':
      return { ...answer, clarification: { question: event.question, choices: event.choices } };
    case 'error':
      return { ...answer, error: { code: event.code, message: event.message, hint: event.hint } };
    case 'done':
      return { ...finish(answer, now), messageId: event.message_id };
  }
}

/** The answer as it stands, no longer running. */
export function finish(answer: Answer, now = Date.now()): Answer {
  return { ...answer, running: false, endedAt: now };
}

/** Pairs the stored messages of a conversation: each question with the answer that follows it. */
export function exchangesOf(messages: readonly Message[]): Exchange[] {
  const exchanges: Exchange[] = [];
  messages.forEach((message, index) => {
    if (message.role !== 'user') return;
    const next = messages[index + 1];
    const reply = next?.role === 'assistant' ? next : undefined;
    exchanges.push({
      key: message.id,
      question: message.content,
      answer: storedAnswer(message, reply),
      failure: null,
    });
  });
  return exchanges;
}

function storedAnswer(question: Message, reply: Message | undefined): Answer {
  const kept = reply?.metadata ?? {};
  const startedAt = new Date(question.created_at).getTime();
  return {
    ...startAnswer(kept.connection_id ?? null, startedAt),
    running: false,
    endedAt: reply === undefined ? null : new Date(reply.created_at).getTime(),
    result: storedResult(kept),
    chart: kept.visualization ?? null,
    text: kept.error || kept.clarification ? '' : (reply?.content ?? ''),
    evidence: kept.evidence ?? null,
    clarification: kept.clarification ?? null,
    error: kept.error ?? null,
    messageId: reply?.id ?? null,
  };
}

function storedResult(kept: MessageMetadata): AnswerResult | null {
  if (!kept.sql || kept.columns === undefined) return null;
  const rows = kept.rows ?? [];
  return {
    sql: kept.sql,
    columns: kept.columns,
    rows,
    rowsCount: kept.rows_count ?? rows.length,
    truncated: kept.truncated ?? false,
    milliseconds: (kept.execution_time ?? 0) * 1000,
  };
}
