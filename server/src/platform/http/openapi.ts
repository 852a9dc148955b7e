import { api } from '@sextant/contract/api';
import type { Endpoint } from '@sextant/contract/endpoint';
import { apiPrefix } from '@sextant/contract/endpoint';
import { errorEnvelopeSchema, successEnvelope } from '@sextant/contract/envelope';
import type { Access } from '@sextant/contract/permissions';
import { z } from 'zod';
import type { Family, FamilyOperation } from './family.ts';

type JsonObject = Record<string, unknown>;

interface DescribedOperation {
  tag: string;
  name: string;
  /** Below the servers' addresses. */
  path: string;
  endpoint: Endpoint;
  /** Of a success. */
  status: number;
  success: JsonObject;
  failure: z.ZodType;
}

interface DescribedApi {
  info: { title: string; version: string; description: string };
  servers: string[];
  operations: DescribedOperation[];
}

/** The OpenAPI 3.1 description of API v1, made from the contract's schemas. */
export function describeV1(version: string): JsonObject {
  return describeApi({
    info: { title: 'Sextant API v1', version, description: '六分仪：一个地方，问数、采数、管数。' },
    servers: ['/'],
    operations: operationsOf<Endpoint>(api).map(({ tag, name, endpoint }) => ({
      tag,
      name,
      path: apiPrefix + endpoint.path,
      endpoint,
      status: 200,
      success: describeAnswer(endpoint),
      failure: errorEnvelopeSchema,
    })),
  });
}

/** The OpenAPI 3.1 description of a family, made from its operations and its envelope. */
export function describeFamily(family: Family, version: string): JsonObject {
  const { title, description, base, prefixes, envelope } = family;
  return describeApi({
    info: { title, version, description },
    servers: prefixes.map((prefix) => base + prefix),
    operations: operationsOf<FamilyOperation>(family.operations).map(({ tag, name, endpoint }) => ({
      tag,
      name,
      path: endpoint.path,
      endpoint,
      status: endpoint.status ?? 200,
      success:
        endpoint.status === 204
          ? {}
          : (describeRaw(endpoint) ?? {
              'application/json': { schema: toSchema(envelope.successSchema(endpoint)) },
            }),
      failure: envelope.failureSchema,
    })),
  });
}

function operationsOf<E extends Endpoint>(groups: Record<string, Record<string, E>>) {
  return Object.entries(groups).flatMap(([tag, group]) =>
    Object.entries(group).map(([name, endpoint]) => ({ tag, name, endpoint })),
  );
}

function describeApi({ info, servers, operations }: DescribedApi): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const operation of operations) {
    const { path, endpoint } = operation;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: describeOperation(operation) };
  }
  return {
    openapi: '3.1.0',
    info,
    servers: servers.map((url) => ({ url })),
    paths,
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  };
}

function describeOperation({ tag, name, endpoint, ...answers }: DescribedOperation): JsonObject {
  return {
    tags: [tag],
    operationId: `${tag}.${name}`,
    summary: endpoint.summary,
    security: endpoint.access === 'public' ? [] : [{ bearer: [] }],
    ...(endpoint.access !== 'public' && { description: describeAccess(endpoint.access) }),
    parameters: [
      ...describeParameters('path', endpoint.params),
      ...describeParameters('query', endpoint.query),
    ],
    ...describeBody(endpoint),
    responses: {
      [answers.status]: { description: 'OK', content: answers.success },
      default: {
        description: 'Error',
        content: { 'application/json': { schema: toSchema(answers.failure) } },
      },
    },
  };
}

function describeAccess(access: Exclude<Access, 'public'>): string {
  if (access === 'signed-in') return '需要登录或 API 密钥 · needs a sign-in or an API key';
  if (access === 'person') return '需要本人登录，不能用 API 密钥 · needs a sign-in; API keys are refused';
  return `需要权限 · needs the permission: ${access}`;
}

function describeParameters(place: 'path' | 'query', schema: z.ZodObject | undefined): JsonObject[] {
  if (!schema) return [];
  const described = toSchema(schema, 'input') as {
    properties: Record<string, JsonObject>;
    required?: string[];
  };
  return Object.entries(described.properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (described.required ?? []).includes(name),
    schema: property,
  }));
}

function describeBody({ body, multipart, bytes }: Endpoint): JsonObject {
  if (bytes) {
    const content = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
    return { requestBody: { required: true, content } };
  }
  if (multipart) {
    const file = { type: 'object', properties: { file: { type: 'string', format: 'binary' } } };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema: file } } } };
  }
  if (!body) return {};
  return { requestBody: { content: { 'application/json': { schema: toSchema(body, 'input') } } } };
}

function describeAnswer(endpoint: Endpoint): JsonObject {
  const schema = toSchema(successEnvelope(endpoint.data ?? z.object({})));
  return describeRaw(endpoint) ?? { 'application/json': { schema } };
}

/** Bodies outside the envelope; null for those within. */
function describeRaw({ raw }: Endpoint): JsonObject | null {
  if (raw === 'event-stream') return { 'text/event-stream': { schema: { type: 'string' } } };
  if (raw === 'ndjson') return { 'application/x-ndjson': { schema: { type: 'string' } } };
  if (raw === 'download')
    return { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  return null;
}

function toSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonObject {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return described;
}
