import { describe, expect, it } from 'vitest';
import { createRootDispatch } from './root-dispatch.ts';

const dispatch = createRootDispatch(
  [
    {
      name: 'wenshu',
      base: '/wenshu',
      prefixes: ['/api', '/api/v1'],
      operations: {
        datasources: { get: { method: 'GET', path: '/datasources/{id}' } },
        auth: { login: { method: 'POST', path: '/auth/login' } },
      },
    },
    {
      name: 'dataquery',
      base: '/dataquery',
      prefixes: [''],
      operations: {
        auth: { login: { method: 'POST', path: '/api/auth/login' } },
        queries: { show: { method: 'GET', path: '/query/{id}' } },
      },
    },
  ],
  'dataquery',
);

const send = (method: string, url: string, named?: string, token?: string) =>
  dispatch({ method, url, namedFamily: named, tokenFamily: () => token });

describe('a document’s own path at the root', () => {
  it('goes to the only family that has it, with its query', () => {
    expect(send('GET', '/api/datasources/7?page=2')).toBe('/wenshu/api/datasources/7?page=2');
    expect(send('HEAD', '/api/datasources/7')).toBe('/wenshu/api/datasources/7');
    expect(send('GET', '/query/ext_1/')).toBe('/dataquery/query/ext_1/');
  });

  it('goes by the named family, then the token’s, then the default when several have it', () => {
    expect(send('POST', '/api/auth/login', 'wenshu', 'dataquery')).toBe('/wenshu/api/auth/login');
    expect(send('POST', '/api/auth/login', undefined, 'wenshu')).toBe('/wenshu/api/auth/login');
    expect(send('POST', '/api/auth/login')).toBe('/dataquery/api/auth/login');
    expect(send('POST', '/api/auth/login', 'nobody')).toBe('/dataquery/api/auth/login');
  });

  it('stays as it is when no document has it', () => {
    expect(send('GET', '/api/v1/models')).toBe('/api/v1/models');
    expect(send('DELETE', '/query/ext_1')).toBe('/query/ext_1');
    expect(send('GET', '/query/a/b')).toBe('/query/a/b');
  });
});

describe('a path below /api/v1', () => {
  it('is the product’s own unless the request names a family that has it', () => {
    expect(send('POST', '/api/v1/auth/login')).toBe('/api/v1/auth/login');
    expect(send('POST', '/api/v1/auth/login', undefined, 'v1')).toBe('/api/v1/auth/login');
    expect(send('POST', '/api/v1/auth/login', 'dataquery')).toBe('/api/v1/auth/login');
    expect(send('POST', '/api/v1/auth/login', 'wenshu')).toBe('/wenshu/api/v1/auth/login');
    expect(send('GET', '/api/v1/datasources/7', undefined, 'wenshu')).toBe('/wenshu/api/v1/datasources/7');
    expect(send('GET', '/api/v1/datasources/7')).toBe('/api/v1/datasources/7');
  });

  it('is the product’s own for a family’s token too when the request says so', () => {
    expect(send('POST', '/api/v1/auth/login', 'v1', 'wenshu')).toBe('/api/v1/auth/login');
  });
});
