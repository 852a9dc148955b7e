import type { Generated } from 'kysely';

/** What people explain about their data, and the questions that prove it. */
export interface KnowledgeTables {
  glossary_terms: {
    id: string;
    /** Null for a term of all connections. */
    connection_id: string | null;
    /** The connection's id, or empty. */
    scope: string;
    term: string;
    /** The term in the form that makes it unique within its scope. */
    term_key: string;
    kind: string;
    /** JSON list, as `examples` is. */
    synonyms: string;
    expression: string;
    description: string;
    examples: string;
    created_by: string;
    created_at: string;
    updated_by: string;
    updated_at: string;
  };
  verified_examples: {
    id: string;
    connection_id: string;
    question: string;
    question_key: string;
    sql: string;
    /** Serves everybody's questions, not only those of the person who said that it is right. */
    is_shared: number;
    user_id: string;
    created_by: string;
    created_at: string;
    updated_at: string;
  };
  /** Suggested relationships that somebody turned down. */
  dismissed_relationships: {
    connection_id: string;
    ends: string;
    dismissed_by: string;
    dismissed_at: string;
  };
  golden_questions: {
    id: string;
    connection_id: string;
    question: string;
    question_key: string;
    /** Null for a question that must stay unanswered. */
    gold_sql: string | null;
    is_ordered: number;
    class: string;
    created_by: string;
    created_at: string;
    updated_at: string;
  };
  golden_runs: {
    number: Generated<number>;
    id: string;
    connection_id: string;
    execution_id: string | null;
    model_id: string;
    model: string;
    /** `manual`, or what changed. */
    reason: string;
    status: string;
    started_by: string;
    created_at: string;
    ended_at: string | null;
    previous_id: string | null;
    /** JSON of the figures, once it is over. */
    summary: string | null;
    error: string | null;
  };
  golden_outcomes: {
    run_id: string;
    question_id: string;
    place: number;
    question: string;
    class: string;
    gold_sql: string | null;
    verdict: string;
    sql: string | null;
    message: string | null;
    milliseconds: number;
  };
  /** Whether a connection's golden questions are asked by themselves after a change. */
  golden_settings: {
    connection_id: string;
    is_automatic: number;
    model_id: string;
    /** In whose name. */
    user_id: string;
    due_at: string | null;
    due_reason: string | null;
  };
}
