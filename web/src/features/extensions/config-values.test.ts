import type { FormField } from '@sextant/contract/extensions';
import { expect, it } from 'vitest';
import { configFieldValues, configOfFields } from './config-values.ts';

const plain = {
  label: '',
  options: [],
  value: 'true',
  required: false,
  multiple: false,
  placeholder: '',
  help: '',
  min: null,
  max: null,
  step: null,
  pattern: null,
  accept: null,
};
const fields: FormField[] = [
  { ...plain, name: 'api_key', type: 'password', default: '' },
  { ...plain, name: 'timeout', type: 'number', default: '30' },
  { ...plain, name: 'cache', type: 'checkbox', default: true },
];

it('fills a config form with what is kept, and with the defaults of what is not', () => {
  const values = configFieldValues(fields, { api_key: '***', cache: 'false' });
  expect(values).toEqual({ api_key: '***', timeout: 30, cache: false });
  expect(configOfFields(fields, values)).toEqual(values);
});

it('keeps an emptied figure as nothing', () => {
  expect(configOfFields(fields, { api_key: 'k', timeout: null })).toEqual({
    api_key: 'k',
    timeout: null,
    cache: false,
  });
});
