import { describe, expect, it } from 'vitest';
import { readFormFields } from './form-fields.ts';
import { fillPlaceholders } from './form-placeholders.ts';

describe('fields of a form', () => {
  it('have the label that names them, stands around them or before them', () => {
    const html = `<label for="a">First</label><input id="a" name="first">
      <label>Second: <input name="second"></label>
      <div><label>Third</label><select name="third"><option>x</option></select></div>`;
    expect(readFormFields(html).map(({ name, label }) => [name, label])).toEqual([
      ['first', 'First'],
      ['second', 'Second'],
      ['third', 'Third'],
    ]);
  });

  it('are one field for radio buttons, and a choice of several for checkboxes of one name', () => {
    const html = `<label><input type="radio" name="size" value="s" checked> Small</label>
      <label><input type="radio" name="size" value="l"> Large</label>
      <label><input type="checkbox" name="what" value="a" checked> A</label>
      <label><input type="checkbox" name="what" value="b"> B</label>
      <label><input type="checkbox" name="alone"> Alone</label>`;
    expect(readFormFields(html)).toMatchObject([
      {
        name: 'size',
        type: 'radio',
        default: 's',
        options: [
          { value: 's', label: 'Small' },
          { value: 'l', label: 'Large' },
        ],
      },
      {
        name: 'what',
        type: 'select',
        multiple: true,
        default: ['a'],
        options: [{ label: 'A' }, { label: 'B' }],
      },
      { name: 'alone', type: 'checkbox', default: false, value: 'true' },
    ]);
  });

  it('hold what their author wrote, entities and text areas included', () => {
    const html = `<textarea name="t">a &lt;b&gt;
      </notextarea></textarea><input name="q" value='1 &amp; "2"' required pattern="\\d+">
      <select multiple name="m"><option value="1" selected>One<option value="2" selected>Two</select>
      <input type="submit" name="go"><input type="datetime-local" name="at"><input>`;
    expect(readFormFields(html)).toMatchObject([
      { name: 't', type: 'textarea', default: 'a <b>\n      </notextarea>' },
      { name: 'q', default: '1 & "2"', required: true, pattern: '\\d+' },
      { name: 'm', default: ['1', '2'] },
      { name: 'at', type: 'datetime' },
    ]);
  });

  it.each([
    '<',
    '<input name="a',
    '<input name=\'a\' ="x" ==>',
    '<select name=x><option',
    '<textarea name=x>',
    '<!-- <input name=a>',
    '&#x110000;&#xd800;&#0;<input name="&bogus;">',
    '</label></select></div>',
    '<label><label><label><input name=a>',
    '\0<in\0put name=b>',
    '<script><input name="no"></script',
  ])('come to an end with %j', (html) => {
    expect(Array.isArray(readFormFields(html))).toBe(true);
  });

  it('are read in one pass, however long and broken the HTML is', () => {
    for (const piece of [
      '<',
      '<a ',
      '<input name=a ',
      '<!--',
      '"',
      '<label>',
      '<script>',
      '{{ config.',
      '&amp',
    ]) {
      const html = piece.repeat(200_000 / piece.length);
      expect(Array.isArray(readFormFields(fillPlaceholders(html, {})))).toBe(true);
    }
  });
});

describe('placeholders', () => {
  const config = { mode: 'auto', n: 3, on: true, nested: { a: '<b>' }, 'dotted.name': 'x' };

  it.each([
    ['{{ config.n }}', '3'],
    ['{{config.nested.a}}', '&lt;b&gt;'],
    ['{{ config.dotted.name }}', 'x'],
    ["{{ config['mode'] }}", 'auto'],
    ["{{ config.get('none', 5) }}", '5'],
    ["{{ 'selected' if config.mode == 'auto' else '' }}", 'selected'],
    ["{{ 'selected' if config.mode != 'auto' else 'other' }}", 'other'],
    ["{{ 'checked' if config.on else '' }}", 'checked'],
    ["{{ 'checked' if not config.on else '' }}", ''],
    ["{{ config.none | default('d') }}", 'd'],
    ["{{ config.none or 'd' }}", 'd'],
    ['{{ config.__proto__ }}{{ config.constructor }}', ''],
    ['{{ unknown() }}', ''],
    ['{{ }', '{{ }'],
  ])('%s becomes %j', (template, expected) => {
    expect(fillPlaceholders(template, config)).toBe(expected);
  });
});
