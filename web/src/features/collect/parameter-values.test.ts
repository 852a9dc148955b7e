import type { ScriptParameter } from '@sextant/contract/scripts';
import { expect, test } from 'vitest';
import { givenParameters, initialParameters } from './parameter-values.ts';

const parameter = (name: string, standard: ScriptParameter['default']): ScriptParameter => ({
  name,
  type: 'string',
  required: false,
  default: standard,
  options: null,
  description: '',
});
const parameters = [parameter('code', '000001'), parameter('day', null), parameter('adjusted', false)];

test('a form begins with the defaults, and with what was given before them', () => {
  expect(initialParameters(parameters)).toEqual({ code: '000001', day: undefined, adjusted: false });
  expect(initialParameters(parameters, { code: '600000', day: '{{today}}' })).toEqual({
    code: '600000',
    day: '{{today}}',
    adjusted: false,
  });
});

test('what is left empty is not sent, and what the script no longer takes neither', () => {
  expect(givenParameters(parameters, { code: '', day: undefined, adjusted: false, gone: 'x' })).toEqual({
    adjusted: false,
  });
  expect(givenParameters(parameters, undefined)).toEqual({});
});
