import type { FormField } from '@sextant/contract/extensions';
import { readHtml } from './form-html.ts';

type FieldType = FormField['type'];

interface Control {
  tag: string;
  attributes: Map<string, string>;
  type: FieldType;
  text: string;
  options: { value: string | null; label: string; selected: boolean }[];
  labels: string[];
  help: string;
}

interface Label {
  for: string | null;
  text: string;
  /** Whether a control stands in it. */
  used: boolean;
}

const inputTypes: Record<string, FieldType | null> = {
  'datetime-local': 'datetime',
  submit: null,
  button: null,
  reset: null,
  image: null,
};
const plainTypes = new Set(
  'text password number range checkbox radio date time month week email url tel color file hidden'.split(' '),
);
const maxFields = 200;
const maxOptions = 2000;
const isHelp = /(?:^|\s)(?:form-text|help-block|help-text|form-help|invalid-feedback)(?:\s|$)/;

/** The fields of a form's HTML, in its order. Never throws; what has neither name nor id is no field. */
export function readFormFields(html: string): FormField[] {
  const { controls, labels } = readControls(html);
  const fields: FormField[] = [];
  for (const control of controls) {
    const name = nameOf(control);
    if (name === '') continue;
    const earlier = fields.find((field) => field.name === name);
    if (earlier) joinGroup(earlier, control, labels);
    else if (fields.length < maxFields) fields.push(toField(control, name, labels));
  }
  return fields.map(settleGroup);
}

interface Reading {
  controls: Control[];
  labels: Label[];
  /** The label whose text is read now. */
  label: Label | null;
  /** The last label that named no control: it stands before its own. */
  waiting: Label | null;
  /** The select or textarea whose content is read now. */
  within: Control | null;
  help: { depth: number; tag: string } | null;
}

function readControls(html: string): Reading {
  const reading: Reading = { controls: [], labels: [], label: null, waiting: null, within: null, help: null };
  for (const token of readHtml(html)) {
    if (token.kind === 'text') readText(reading, token.text);
    else if (token.kind === 'close') readClose(reading, token.name);
    else readOpen(reading, token.name, token.attributes);
  }
  return reading;
}

function readText({ controls, label, within, help }: Reading, text: string): void {
  const last = controls.at(-1);
  const option = within?.tag === 'select' ? within.options.at(-1) : undefined;
  if (option) option.label += text;
  else if (within?.tag === 'textarea') within.text += text;
  else if (help && last) last.help += text;
  else if (label) label.text += text;
}

function readClose(reading: Reading, tag: string): void {
  if (tag === 'label') reading.label = null;
  if (tag === reading.within?.tag) reading.within = null;
  if (reading.help?.tag !== tag) return;
  reading.help.depth -= 1;
  if (reading.help.depth === 0) reading.help = null;
}

function readOpen(reading: Reading, tag: string, attributes: Map<string, string>): void {
  if (reading.help?.tag === tag) reading.help.depth += 1;
  const isHelpText = tag === 'small' || isHelp.test(attributes.get('class') ?? '');
  if (!reading.help && isHelpText) reading.help = { depth: 1, tag };
  if (tag === 'label') openLabel(reading, attributes.get('for') ?? null);
  else if (tag === 'option') readOption(reading.within, attributes);
  else addControl(reading, startControl(tag, attributes));
}

function openLabel(reading: Reading, named: string | null): void {
  reading.label = { for: named, text: '', used: false };
  reading.labels.push(reading.label);
  if (named === null) reading.waiting = reading.label;
}

function addControl(reading: Reading, control: Control | null): void {
  if (!control) return;
  const own = reading.label ?? reading.waiting;
  if (own && !own.used && own.for === null) {
    control.labels.push(`#${reading.labels.indexOf(own)}`);
    own.used = true;
  }
  reading.waiting = null;
  reading.controls.push(control);
  if (control.tag !== 'input') reading.within = control;
}

function readOption(within: Control | null, attributes: Map<string, string>): void {
  if (within?.tag !== 'select' || within.options.length >= maxOptions) return;
  const value = attributes.get('value') ?? null;
  within.options.push({ value, label: '', selected: attributes.has('selected') });
}

function startControl(tag: string, attributes: Map<string, string>): Control | null {
  const type = controlType(tag, (attributes.get('type') ?? 'text').toLowerCase());
  return type && { tag, attributes, type, text: '', options: [], labels: [], help: '' };
}

function controlType(tag: string, type: string): FieldType | null {
  if (tag === 'select' || tag === 'textarea') return tag;
  if (tag !== 'input') return null;
  if (Object.hasOwn(inputTypes, type)) return inputTypes[type] ?? null;
  return plainTypes.has(type) ? (type as FieldType) : 'text';
}

function nameOf({ attributes }: Control): string {
  return (attributes.get('name') || attributes.get('id') || '').replace(/^config\./, '');
}

function toField(control: Control, name: string, labels: Label[]): FormField {
  const { type, attributes, text } = control;
  const options = control.options.map(({ value, label }) => ({
    value: value ?? tidy(label),
    label: tidy(label),
  }));
  const field: FormField = {
    name,
    label: labelOf(control, labels) || attributes.get('placeholder') || name,
    type,
    options,
    default: '',
    value: attributes.get('value') ?? 'true',
    required: attributes.has('required'),
    multiple: attributes.has('multiple'),
    placeholder: attributes.get('placeholder') ?? '',
    help: tidy(control.help),
    min: attributes.get('min') ?? null,
    max: attributes.get('max') ?? null,
    step: attributes.get('step') ?? null,
    pattern: attributes.get('pattern') ?? null,
    accept: attributes.get('accept') ?? null,
  };
  return { ...field, ...startOf(control, field, text) };
}

/** What the field holds at first, and for a group its first option. */
function startOf(control: Control, field: FormField, text: string): Partial<FormField> {
  const { attributes, type } = control;
  if (type === 'textarea') return { default: text.replace(/^\r?\n/, '') };
  if (type === 'checkbox') return { default: attributes.has('checked') };
  if (type === 'radio') {
    const option = { value: attributes.get('value') ?? 'on', label: field.label };
    return { options: [option], default: attributes.has('checked') ? option.value : '' };
  }
  if (type !== 'select') return { default: type === 'file' ? '' : (attributes.get('value') ?? '') };
  const chosen = field.options.filter((_, at) => control.options[at]?.selected).map(({ value }) => value);
  return { default: field.multiple ? chosen : (chosen.at(-1) ?? field.options[0]?.value ?? '') };
}

/** Radio buttons of one name are one field; checkboxes of one name are a choice of several. */
function joinGroup(field: FormField, control: Control, labels: Label[]): void {
  const value = control.attributes.get('value') ?? 'on';
  const label = labelOf(control, labels) || value;
  const isChecked = control.attributes.has('checked');
  if (control.type === 'radio' && field.type === 'radio') {
    field.options.push({ value, label });
    if (isChecked) field.default = value;
  }
  if (control.type !== 'checkbox') return;
  if (field.type === 'checkbox') {
    field.options = [{ value: field.value, label: field.label }];
    field.default = field.default === true ? [field.value] : [];
    field.type = 'select';
    field.multiple = true;
  }
  if (!Array.isArray(field.default)) return;
  field.options.push({ value, label });
  if (isChecked) field.default.push(value);
}

function settleGroup(field: FormField): FormField {
  const isGroup = field.type === 'radio' || (field.type === 'select' && field.multiple);
  const [first] = field.options;
  return isGroup && first?.label === field.label && field.options.length > 1
    ? { ...field, label: field.name }
    : field;
}

function labelOf(control: Control, labels: Label[]): string {
  const { attributes } = control;
  const ids = [attributes.get('id'), attributes.get('name'), ...control.labels];
  const own = labels.find(
    (label, at) => (label.for !== null && ids.includes(label.for)) || control.labels.includes(`#${at}`),
  );
  return tidy(own?.text ?? attributes.get('aria-label') ?? '').replace(/\s*[:：*]+$/, '');
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 2000);
}
