import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select, Space } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { useTasks } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import type { TaskForm } from './task-form.ts';
import { tasksTexts } from './tasks-texts.ts';

const choices = 500;

/** What happens once a task has run: other tasks, or addresses to be told. `self` cannot follow itself. */
export function FollowUpFields({ name, self }: { name: 'on_success' | 'on_failure'; self: string | null }) {
  const t = useTexts(tasksTexts);
  const c = useTexts(collectTexts);
  const form = Form.useFormInstance<TaskForm>();
  const followUps = Form.useWatch(name, form) ?? [];
  const tasks = (useTasks({ limit: choices }).data?.tasks ?? []).filter(({ id }) => id !== self);
  return (
    <Form.Item label={t(name === 'on_success' ? 'onSuccess' : 'onFailure')}>
      <Form.List name={name}>
        {(fields, { add, remove }) => (
          <Space orientation="vertical" style={{ width: '100%' }}>
            {fields.map((field) => (
              <div key={field.key} style={{ display: 'flex', gap: 8 }}>
                <Form.Item name={[field.name, 'kind']} noStyle>
                  <Select
                    style={{ width: 130 }}
                    options={[
                      { value: 'task', label: t('followTask') },
                      { value: 'webhook', label: t('followWebhook') },
                    ]}
                  />
                </Form.Item>
                {followUps[field.name]?.kind === 'webhook' ? (
                  <Form.Item
                    name={[field.name, 'url']}
                    style={{ flex: 1, margin: 0 }}
                    rules={[{ required: true, pattern: /^https?:\/\/\S+$/, message: t('urlBad') }]}
                  >
                    <Input placeholder="https://" inputMode="url" maxLength={2000} />
                  </Form.Item>
                ) : (
                  <Form.Item
                    name={[field.name, 'task_id']}
                    style={{ flex: 1, margin: 0 }}
                    rules={[{ required: true, message: t('followMissing') }]}
                  >
                    <Select
                      showSearch={{ optionFilterProp: 'label' }}
                      options={tasks.map((task) => ({ value: task.id, label: task.name }))}
                    />
                  </Form.Item>
                )}
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={c('remove')}
                  onClick={() => remove(field.name)}
                />
              </div>
            ))}
            <Button size="small" icon={<PlusOutlined />} onClick={() => add({ kind: 'task' })}>
              {t('addFollowUp')}
            </Button>
          </Space>
        )}
      </Form.List>
    </Form.Item>
  );
}
