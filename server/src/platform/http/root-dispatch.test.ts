import { describe, expect, it } from 'vitest';
import { createRootDispatch } from './root-dispatch.ts';

const dispatch = createRootDispatch(
  [
    {
      name: 'wenshu',
      base: '/wenshu',
      operations: [
        { method: 'GET', path: '/api/datasources/{id}' },
        { method: 'POST', path: '/api/auth/login' },
      ],
    },
    {
      name: 'dataquery',
      base: '/dataquery',
      operations: [
        { method: 'POST', path: '/api/auth/login' },
        { method: 'GET', path: '/query/{id}' },
      ],
    },
  ],
  'dataquery',
);

const send = (method: string, url: string, named?: string, token?: string) =>
  dispatch({ method, url, namedFamily: named, tokenFamily: () => token });

describe('a document’s own path at the root', () => {
  it('goes to the only family that has it, with its query', () => {
    expect(send('GET', '/api/datasources/7?page=2')).toBe('/wenshu/api/datasources/7?page=2');
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
