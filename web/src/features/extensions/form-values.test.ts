import type { FormField } from '@sextant/contract/extensions';
import { describe, expect, it } from 'vitest';
import { chosenFiles, initialValues, sentValues } from './form-values.ts';

const plain: Omit<FormField, 'name' | 'type' | 'default'> = {
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
  { ...plain, name: 'keyword', type: 'text', default: 'test' },
  { ...plain, name: 'limit', type: 'number', default: '10' },
  { ...plain, name: 'empty', type: 'number', default: '' },
  { ...plain, name: 'deep', type: 'checkbox', default: false },
  { ...plain, name: 'fresh', type: 'checkbox', default: true, value: 'on' },
  { ...plain, name: 'tags', type: 'select', multiple: true, default: ['a'] },
  { ...plain, name: 'csv', type: 'file', default: '' },
];

describe('a form of an extension', () => {
  it('begins with the defaults of its author', () => {
    expect(initialValues(fields)).toEqual({
      keyword: 'test',
      limit: 10,
      empty: null,
      deep: false,
      fresh: true,
      tags: ['a'],
    });
  });

  it('sends texts, as the form of its author would', () => {
    const values = { ...initialValues(fields), keyword: '上海' };
    expect(sentValues(fields, values)).toEqual({
      keyword: '上海',
      limit: '10',
      empty: '',
      deep: 'false',
      fresh: 'on',
      tags: ['a'],
    });
  });

  it('sends files apart, under the name of their field', () => {
    const file = new File(['a,b'], '数据.csv');
    expect(chosenFiles(fields, { csv: [{ originFileObj: file }] })).toEqual([['csv', file]]);
    expect(chosenFiles(fields, {})).toEqual([]);
  });
});
