import { Form, Segmented, Select } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { useExtensionChoices, useScripts } from '../collect-queries.ts';
import { tasksTexts } from './tasks-texts.ts';

const choices = 500;

interface Props {
  /** `collect`, `extension`, or a kind that the form only keeps. */
  type: string;
  /** Another kind of work means other parameters. */
  onType: () => void;
  disabled: boolean;
}

/** What a task runs: a script, an extension, or work of the product itself, which cannot be chosen here. */
export function TargetFields({ type, onType, disabled }: Props) {
  const t = useTexts(tasksTexts);
  const scripts = useScripts({ limit: choices, is_active: 'true' }).data?.scripts ?? [];
  const extensions = useExtensionChoices().data ?? [];
  const isScript = type === 'collect';
  if (!isScript && type !== 'extension') {
    return (
      <Form.Item name="task_type" label={t('kind')}>
        <Select disabled />
      </Form.Item>
    );
  }
  return (
    <>
      <Form.Item name="task_type" label={t('kind')}>
        <Segmented
          disabled={disabled}
          options={[
            { value: 'collect', label: t('script') },
            { value: 'extension', label: t('extension') },
          ]}
          onChange={onType}
        />
      </Form.Item>
      <Form.Item
        name="script_id"
        label={t(isScript ? 'script' : 'extension')}
        rules={[{ required: true, message: t(isScript ? 'scriptMissing' : 'extensionMissing') }]}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={
            isScript
              ? scripts.map(({ id, name }) => ({ value: id, label: `${name} ${id}` }))
              : extensions.map(({ id, name, filename }) => ({ value: id, label: `${name} ${filename}` }))
          }
        />
      </Form.Item>
    </>
  );
}
