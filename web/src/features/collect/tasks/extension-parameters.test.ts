import type { FormField } from '@sextant/contract/extensions';
import { describe, expect, it } from 'vitest';
import { hasUnkept, parametersOf, sentParameters } from './extension-parameters.ts';

const field = (name: string, part: Partial<FormField> = {}): FormField => ({
  name,
  label: name,
  type: 'text',
  options: [],
  default: '',
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
  ...part,
});

describe('the query form of an extension in a task', () => {
  const fields = [
    field('code', { label: '代码', required: true }),
    field('size', { type: 'select', options: [{ value: 's', label: '小' }], default: 's' }),
    field('loud', { type: 'checkbox', value: 'on', default: true, required: true }),
    field('token', { type: 'hidden', default: 'x' }),
    field('secret', { type: 'password' }),
    field('upload', { type: 'file' }),
  ];

  it('leaves out what a task cannot keep', () => {
    expect(parametersOf(fields).map(({ name }) => name)).toEqual(['code', 'size', 'loud', 'token']);
    expect(hasUnkept(fields)).toBe(true);
    expect(hasUnkept(fields.slice(0, 4))).toBe(false);
  });

  it('gives a checkbox the two values that a browser would send', () => {
    const [, , loud] = parametersOf(fields);
    expect(loud).toMatchObject({ options: ['on', 'false'], default: 'on', required: false });
  });

  it('sends what is left empty as an empty text', () => {
    expect(sentParameters(parametersOf(fields), { code: '000001', token: 'x' })).toEqual({
      code: '000001',
      size: '',
      loud: '',
      token: 'x',
    });
  });
});
