import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { roleSchema } from '@sextant/contract/permissions';
import type { FollowUp, Task } from '@sextant/contract/tasks';
import { Button, Form, Input, Select, Space } from 'antd';
import { roleLabels } from '../../../lib/role-labels.ts';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { useTasks } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import type { TaskForm } from './task-form.ts';
import { tasksTexts } from './tasks-texts.ts';

const choices = 500;

/** What happens once a task has run: other tasks, people or addresses to be told. `self` cannot follow itself. */
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
                      { value: 'notification', label: t('followNotification') },
                      { value: 'webhook', label: t('followWebhook') },
                    ]}
                  />
                </Form.Item>
                <FollowUpTarget at={field.name} kind={followUps[field.name]?.kind ?? 'task'} tasks={tasks} />
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

/** Which task, which address or whom; `at` is its place in the list. */
function FollowUpTarget({ at, kind, tasks }: { at: number; kind: FollowUp['kind']; tasks: readonly Task[] }) {
  const t = useTexts(tasksTexts);
  const textIn = useTextIn();
  const place = { style: { flex: 1, margin: 0 } };
  switch (kind) {
    case 'webhook':
      return (
        <Form.Item
          name={[at, 'url']}
          rules={[{ required: true, pattern: /^https?:\/\/\S+$/, message: t('urlBad') }]}
          {...place}
        >
          <Input placeholder="https://" inputMode="url" maxLength={2000} />
        </Form.Item>
      );
    case 'notification':
      return (
        <Form.Item name={[at, 'role']} {...place}>
          <Select
            allowClear
            aria-label={t('notifyWhom')}
            placeholder={t('notifyOwner')}
            options={roleSchema.options.map((role) => ({
              value: role,
              label: t('notifyRole', { role: textIn(roleLabels[role]) }),
            }))}
          />
        </Form.Item>
      );
    case 'task':
      return (
        <Form.Item
          name={[at, 'task_id']}
          rules={[{ required: true, message: t('followMissing') }]}
          {...place}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={tasks.map((task) => ({ value: task.id, label: task.name }))}
          />
        </Form.Item>
      );
  }
}
