import type { ConnectionField } from '@sextant/contract/connections';
import { Form, Input, InputNumber, Select, Switch } from 'antd';
import { type Translate, useTextIn, useTexts } from '../../lib/texts.ts';
import { connectionsTexts } from './connections-texts.ts';

/** The engine's own connection form, made from its description. */
export function EngineFields({ fields, editing }: { fields: ConnectionField[]; editing: boolean }) {
  const t = useTexts(connectionsTexts);
  const textIn = useTextIn();
  return fields.map((field) => {
    const label = textIn(field.label);
    const needed = field.required && !(field.secret && editing);
    return (
      <Form.Item
        key={field.name}
        name={['fields', field.name]}
        label={label}
        extra={field.hint && textIn(field.hint)}
        valuePropName={field.kind === 'boolean' ? 'checked' : 'value'}
        rules={needed ? [{ required: true, message: t('required', { field: label }) }] : []}
      >
        {inputOf(field, editing, t)}
      </Form.Item>
    );
  });
}

function inputOf(field: ConnectionField, editing: boolean, t: Translate<'keepSecret'>) {
  const placeholder = field.secret && editing ? t('keepSecret') : undefined;
  switch (field.kind) {
    case 'number':
      return <InputNumber style={{ width: '100%' }} min={1} max={65_535} />;
    case 'password':
      return <Input.Password autoComplete="new-password" placeholder={placeholder} />;
    case 'boolean':
      return <Switch />;
    case 'select':
      return <Select options={(field.choices ?? []).map((value) => ({ value, label: value }))} />;
    case 'multiline':
      return (
        <Input.TextArea
          rows={4}
          placeholder={placeholder}
          style={{ fontFamily: 'ui-monospace, monospace' }}
        />
      );
    case 'path':
    case 'text':
      return <Input autoComplete="off" spellCheck={false} />;
  }
}
