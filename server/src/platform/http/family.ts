import type { Endpoint } from '@sextant/contract/endpoint';
import type { Language } from '@sextant/contract/text';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { Principal } from '../auth/principal.ts';
import type { AppError } from '../errors/app-error.ts';

/** One operation of a family's document, its path as the document writes it, `/auth/login`. */
export interface FamilyOperation extends Endpoint {
  /** What a success answers with; 200 when absent, and 204 has no body. */
  status?: 200 | 201 | 204;
  /** What the document says of a success. */
  message?: string;
}

/** Operations by name, as one group of the document. */
export type FamilyOperations = Record<string, FamilyOperation>;

/** How a family's document wraps what it answers. Schemas are for its description. */
export interface FamilyEnvelope {
  success(operation: FamilyOperation, data: unknown, message: string | undefined): unknown;
  successSchema(operation: FamilyOperation): z.ZodType;
  /** `status` is what HTTP says of the error; the envelope may choose another one. */
  failure(error: AppError, status: number): { status: number; body: unknown };
  failureSchema: z.ZodType;
}

/** A dialect of HTTP that the product speaks: one document's paths, envelopes and errors. */
export interface Family {
  /** As `X-Sextant-Family`, tokens and settings name it. */
  name: string;
  title: string;
  description: string;
  /** Where the family stands on the default port, e.g. `/wenshu`. */
  base: string;
  /** What precedes the operations' paths below the base: `['/api', '/api/v1']`; `['']` for paths told in full. */
  prefixes: readonly [string, ...string[]];
  /** How many calls a person, or an address that names nobody, may make in a minute, where the document says so. */
  callsPerMinute?: (principal: Principal | null) => number;
  /** Which language its clients read. */
  language: Language;
  /** The operations by group. */
  operations: Record<string, FamilyOperations>;
  envelope: FamilyEnvelope;
  /** Adds the operations' routes to one prefix. */
  register(app: FastifyInstance): void;
}

/** Keeps the literal types of a table of operations while checking its shape. */
export function defineOperations<const T extends FamilyOperations>(table: T): T {
  return table;
}
