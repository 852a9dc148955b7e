import type { ScriptRow } from '@sextant/contract/collector';

/** An answer that a source documents, and the request that gets it. */
export interface Reply {
  /** Host and path. */
  at: string;
  /** Parameters that the request must have, in its URL or its form. */
  query?: Record<string, string>;
  /** An object goes out as JSON. */
  body: string | Uint8Array | object;
  status?: number;
  headers?: Record<string, string>;
}

/** A script's run against replies, and the rows that it must give. */
export interface Replay {
  params?: Record<string, string | number | boolean>;
  replies: Reply[];
  rows: ScriptRow[];
  /** The script takes answers of any form, so a strange one is no error. */
  anyForm?: true;
}
