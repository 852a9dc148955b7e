import type { ScriptParameter } from '@sextant/contract/scripts';
import { AutoComplete, Form, Input, InputNumber, Select, Switch } from 'antd';
import { type Translate, useTexts } from '../../lib/texts.ts';
import { collectTexts } from './collect-texts.ts';

/** What `{{…}}` may stand for in a task; as values, for the texts would fill them in. */
export const placeholders = {
  today: '{{today}}',
  yesterday: '{{yesterday}}',
  week: '{{today-7d}}',
  compact: '{{today|YYYYMMDD}}',
  lastSuccess: '{{last_success}}',
};

/** A parameter with what a form may say about it beside. */
export interface FormParameter extends ScriptParameter {
  /** What stands for an option in the list. */
  labels?: Readonly<Record<string, string>>;
  /** Its default is sent, but nobody sees it. */
  isHidden?: boolean;
}

interface Props {
  parameters: readonly FormParameter[];
  /** Where the values stand in the surrounding form. */
  name: string;
  /** Texts and dates may hold placeholders, as tasks fill them in. */
  allowPlaceholders?: boolean;
}

/** The fields of a script's parameters, made from their types, options and defaults. */
export function ParameterFields({ parameters, name: path, allowPlaceholders = false }: Props) {
  const t = useTexts(collectTexts);
  if (parameters.length === 0) return <p>{t('noParameters')}</p>;
  return (
    <>
      {parameters.map((parameter) => {
        if (parameter.isHidden) return null;
        const { name, type, required, description } = parameter;
        const needed = required && parameter.default === null;
        return (
          <Form.Item
            key={name}
            name={[path, name]}
            label={<code>{name}</code>}
            extra={description}
            valuePropName={isSwitch(parameter) ? 'checked' : 'value'}
            rules={[
              { required: needed, message: t('required', { name }) },
              ...(type === 'integer' ? [integerRule(t('badInteger', { name }))] : []),
            ]}
          >
            {fieldOf(parameter, allowPlaceholders, t)}
          </Form.Item>
        );
      })}
      {allowPlaceholders && parameters.some(({ type }) => type === 'string' || type === 'date') && (
        <p style={{ fontSize: 13, color: 'var(--ant-color-text-description)' }}>
          {t('placeholderHint', placeholders)}
        </p>
      )}
    </>
  );
}

function integerRule(message: string) {
  return {
    validator: async (_rule: unknown, value: unknown) => {
      if (typeof value === 'number' && !Number.isInteger(value)) throw new Error(message);
    },
  };
}

/** A switch has no third state, so it stands only for what is on or off by default. */
function isSwitch({ type, default: standard, options }: ScriptParameter): boolean {
  return type === 'boolean' && options === null && typeof standard === 'boolean';
}

function fieldOf(
  parameter: FormParameter,
  allowPlaceholders: boolean,
  t: Translate<'yes' | 'no' | 'defaultIs'>,
) {
  const { type, options, labels, default: standard, required } = parameter;
  const hint = standard === null || standard === '' ? undefined : t('defaultIs', { value: String(standard) });
  if (options !== null) {
    return (
      <Select
        allowClear={!required}
        placeholder={hint}
        showSearch={options.length > 8}
        options={options.map((value) => ({ value, label: labels?.[value] ?? String(value) }))}
      />
    );
  }
  if (isSwitch(parameter)) return <Switch />;
  switch (type) {
    case 'boolean':
      return (
        <Select
          allowClear
          options={[
            { value: true, label: t('yes') },
            { value: false, label: t('no') },
          ]}
        />
      );
    case 'integer':
    case 'number':
      return <InputNumber style={{ width: '100%' }} placeholder={hint} />;
    default:
      if (allowPlaceholders) return <PlaceholderInput hint={hint} />;
      return (
        <Input
          type={type === 'date' ? 'date' : 'text'}
          autoComplete="off"
          spellCheck={false}
          placeholder={hint}
        />
      );
  }
}

/** A text field that offers the placeholders. The form hands in value and onChange. */
function PlaceholderInput({
  hint,
  ...field
}: {
  hint?: string;
  value?: string;
  onChange?: (value: string) => void;
  id?: string;
}) {
  return (
    <AutoComplete
      {...field}
      placeholder={hint}
      options={Object.values(placeholders).map((value) => ({ value }))}
      showSearch={{ filterOption: (typed, option) => typed === '' || (option?.value ?? '').includes(typed) }}
    />
  );
}
