import type { z } from 'zod';
import type { Access } from './permissions.ts';

/** What precedes the path of every endpoint. */
export const apiPrefix = '/api/v1';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One API v1 operation as data: the server registers it, the web client calls it, OpenAPI describes it.
 * `data` is what stands under `data` in the success envelope; `raw` marks bodies outside the envelope
 * (event streams, NDJSON, downloads), `multipart` marks uploads and `bytes` bodies that are one file's bytes.
 */
export interface Endpoint {
  method: Method;
  path: string;
  access: Access;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  data?: z.ZodType;
  raw?: 'event-stream' | 'ndjson' | 'download';
  multipart?: true;
  bytes?: true;
  /** A tighter rate limit than the general one, in calls per minute and address. */
  callsPerMinute?: number;
}

/** Keeps the literal types of an endpoint table while checking its shape. */
export function defineEndpoints<const T extends Record<string, Endpoint>>(table: T): T {
  return table;
}

type Inferred<S> = S extends z.ZodType ? z.infer<S> : undefined;
type Input<S> = S extends z.ZodType ? z.input<S> : undefined;

export type ParamsOf<E extends Endpoint> = Inferred<E['params']>;
export type QueryOf<E extends Endpoint> = Inferred<E['query']>;
export type BodyOf<E extends Endpoint> = Inferred<E['body']>;
export type QueryInputOf<E extends Endpoint> = Input<E['query']>;
export type BodyInputOf<E extends Endpoint> = Input<E['body']>;
export type DataOf<E extends Endpoint> = Inferred<E['data']>;
/** What a handler returns: the data before response defaults are filled in. */
export type DataInputOf<E extends Endpoint> = Input<E['data']>;
