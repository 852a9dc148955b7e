import { api, apiPrefix } from '@sextant/contract/api';
import type { Endpoint } from '@sextant/contract/endpoint';
import { errorEnvelopeSchema, successEnvelope } from '@sextant/contract/envelope';
import type { Access } from '@sextant/contract/permissions';
import { z } from 'zod';

type JsonObject = Record<string, unknown>;

/** The OpenAPI 3.1 description of API v1, made from the contract's schemas. */
export function describeV1(version: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const [tag, endpoints] of Object.entries(api)) {
    for (const [name, endpoint] of Object.entries<Endpoint>(endpoints)) {
      const path = apiPrefix + endpoint.path;
      paths[path] = {
        ...paths[path],
        [endpoint.method.toLowerCase()]: describeOperation(tag, name, endpoint),
      };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sextant API v1', version, description: '六分仪：一个地方，问数、采数、管数。' },
    servers: [{ url: '/' }],
    paths,
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  };
}

function describeOperation(tag: string, name: string, endpoint: Endpoint): JsonObject {
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
      200: { description: 'OK', content: describeAnswer(endpoint) },
      default: {
        description: 'Error',
        content: { 'application/json': { schema: toSchema(errorEnvelopeSchema) } },
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

function describeBody({ body, multipart }: Endpoint): JsonObject {
  if (multipart) {
    const file = { type: 'object', properties: { file: { type: 'string', format: 'binary' } } };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema: file } } } };
  }
  if (!body) return {};
  return { requestBody: { content: { 'application/json': { schema: toSchema(body, 'input') } } } };
}

function describeAnswer({ data, raw }: Endpoint): JsonObject {
  if (raw === 'event-stream') return { 'text/event-stream': { schema: { type: 'string' } } };
  if (raw === 'ndjson') return { 'application/x-ndjson': { schema: { type: 'string' } } };
  if (raw === 'download')
    return { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  return { 'application/json': { schema: toSchema(successEnvelope(data ?? z.object({}))) } };
}

function toSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonObject {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return described;
}
