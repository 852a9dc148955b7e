import { UploadOutlined } from '@ant-design/icons';
import type { FormField } from '@sextant/contract/extensions';
import { Button, Checkbox, Form, Input, InputNumber, Radio, Select, Slider, Upload } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { extensionsTexts } from './extensions-texts.ts';

/** A form of an extension as native fields, made from the HTML of its author. */
export function FormFields({ fields }: { fields: readonly FormField[] }) {
  const t = useTexts(extensionsTexts);
  return fields.map((field) => {
    const { name, label, type, required, help, pattern } = field;
    const title = label === '' ? name : label;
    if (type === 'hidden') {
      return (
        <Form.Item key={name} name={[name]} hidden>
          <Input />
        </Form.Item>
      );
    }
    const form = pattern === null ? null : formOf(pattern);
    return (
      <Form.Item
        key={name}
        name={[name]}
        label={type === 'checkbox' ? undefined : title}
        extra={help === '' ? undefined : help}
        valuePropName={type === 'checkbox' ? 'checked' : type === 'file' ? 'fileList' : 'value'}
        getValueFromEvent={type === 'file' ? ({ fileList }: { fileList: unknown }) => fileList : undefined}
        rules={[
          { required: required && type !== 'checkbox', message: t('required', { name: title }) },
          ...(form === null ? [] : [{ pattern: form }]),
        ]}
      >
        {fieldOf(field, title, t('chooseFile'))}
      </Form.Item>
    );
  });
}

/** A pattern of an `<input>` holds for the whole text; one that does not parse holds for none, as in a browser. */
function formOf(pattern: string): RegExp | null {
  try {
    return new RegExp(`^(?:${pattern})$`, 'v');
  } catch {
    return null;
  }
}

const inputTypes: Partial<Record<FormField['type'], string>> = {
  date: 'date',
  datetime: 'datetime-local',
  time: 'time',
  month: 'month',
  week: 'week',
  email: 'email',
  url: 'url',
  tel: 'tel',
  color: 'color',
};

const numberOf = (text: string | null): number | undefined => (text === null ? undefined : Number(text));

function fieldOf(field: FormField, title: string, chooseFile: string) {
  const { type, options, multiple, placeholder, min, max, step, accept, required } = field;
  switch (type) {
    case 'checkbox':
      return <Checkbox>{title}</Checkbox>;
    case 'select':
      return (
        <Select
          options={options}
          mode={multiple ? 'multiple' : undefined}
          allowClear={!required}
          showSearch={options.length > 8 && { optionFilterProp: 'label' }}
          placeholder={placeholder}
        />
      );
    case 'radio':
      return <Radio.Group options={options} />;
    case 'textarea':
      return <Input.TextArea placeholder={placeholder} autoSize={{ minRows: 3, maxRows: 12 }} />;
    case 'password':
      return <Input.Password placeholder={placeholder} autoComplete="new-password" />;
    case 'number':
      return (
        <InputNumber
          style={{ width: '100%' }}
          placeholder={placeholder}
          min={numberOf(min)}
          max={numberOf(max)}
          step={numberOf(step) || undefined}
        />
      );
    case 'range':
      return <Slider min={numberOf(min)} max={numberOf(max)} step={numberOf(step) || undefined} />;
    case 'file':
      return (
        <Upload
          beforeUpload={() => false}
          multiple={multiple}
          maxCount={multiple ? 20 : 1}
          accept={accept ?? undefined}
        >
          <Button icon={<UploadOutlined />}>{chooseFile}</Button>
        </Upload>
      );
    default:
      return <Input type={inputTypes[type] ?? 'text'} placeholder={placeholder} autoComplete="off" />;
  }
}
