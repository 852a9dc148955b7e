import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { collectTexts } from '../collect-texts.ts';
import { tasksTexts } from './tasks-texts.ts';

/** Parameters as names and values, for a task whose kind has no form. */
export function PairFields() {
  const t = useTexts(tasksTexts);
  const c = useTexts(collectTexts);
  return (
    <Form.List name="pairs">
      {(fields, { add, remove }) => (
        <div style={{ display: 'grid', gap: 8, marginBottom: 24 }}>
          {fields.map((field) => (
            <div key={field.key} style={{ display: 'flex', gap: 8 }}>
              <Form.Item name={[field.name, 'name']} noStyle>
                <Input aria-label={t('parameterName')} placeholder={t('parameterName')} maxLength={100} />
              </Form.Item>
              <Form.Item name={[field.name, 'value']} noStyle>
                <Input aria-label={t('parameterValue')} placeholder={t('parameterValue')} />
              </Form.Item>
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={c('remove')}
                onClick={() => remove(field.name)}
              />
            </div>
          ))}
          <Button
            size="small"
            icon={<PlusOutlined />}
            style={{ justifySelf: 'start' }}
            onClick={() => add({ name: '', value: '' })}
          >
            {t('addParameter')}
          </Button>
        </div>
      )}
    </Form.List>
  );
}
