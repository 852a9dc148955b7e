import { DatabaseOutlined, RobotOutlined } from '@ant-design/icons';
import type { Connection } from '@sextant/contract/connections';
import type { Model } from '@sextant/contract/models';
import { Button, Dropdown, type MenuProps } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { askTexts } from './ask-texts.ts';
import styles from './Composer.module.css';
import type { Sources } from './use-sources.ts';

const manage = 'manage';

/** Which connection is asked and which model answers. */
export function SourcePickers({ sources }: { sources: Sources }) {
  const t = useTexts(askTexts);
  const { connections, models, connection, model } = sources;
  const tagOf = (one: Connection) =>
    one.is_sample ? t('sample') : one.is_workspace ? t('workspace') : one.driver;
  const nameOf = (one: Model) => (one.provider === 'builtin' ? t('builtin') : one.name);
  return (
    <>
      <Picker
        label={t('connection')}
        icon={<DatabaseOutlined />}
        name={connection?.name ?? t('noConnection')}
        chosen={connection?.id}
        items={connections.map((one) => ({ key: one.id, name: one.name, tag: tagOf(one) }))}
        manageLabel={t('manageConnections')}
        managePath="/settings/connections"
        onChoose={sources.chooseConnection}
      />
      <Picker
        label={t('model')}
        icon={<RobotOutlined />}
        name={model ? nameOf(model) : ''}
        chosen={model?.id}
        items={models.map((one) => ({
          key: one.id,
          name: nameOf(one),
          tag: one.is_available ? '' : t('unavailable'),
          disabled: !one.is_available,
        }))}
        manageLabel={t('manageModels')}
        managePath="/settings/models"
        onChoose={sources.chooseModel}
      />
    </>
  );
}

interface PickerProps {
  label: string;
  icon: ReactNode;
  name: string;
  chosen: string | undefined;
  items: { key: string; name: string; tag: string; disabled?: boolean }[];
  manageLabel: string;
  managePath: string;
  onChoose: (key: string) => void;
}

function Picker({ label, icon, name, chosen, items, manageLabel, managePath, onChoose }: PickerProps) {
  const navigate = useNavigate();
  const entries: MenuProps['items'] = items.map(({ key, name: text, tag, disabled }) => ({
    key,
    disabled,
    label: (
      <>
        {text}
        {tag !== '' && <span className={styles.tag}>{tag}</span>}
      </>
    ),
  }));
  return (
    <Dropdown
      trigger={['click']}
      placement="topLeft"
      menu={{
        selectedKeys: chosen === undefined ? [] : [chosen],
        items: [...entries, { type: 'divider' }, { key: manage, label: manageLabel }],
        onClick: ({ key }) => (key === manage ? void navigate(managePath) : onChoose(key)),
        style: { maxHeight: '50vh', overflow: 'auto' },
      }}
    >
      <Button
        type="text"
        icon={icon}
        className={styles.picker}
        aria-label={`${label}: ${name}`}
        title={`${label}: ${name}`}
      >
        <span className={styles.pickerName}>{name}</span>
      </Button>
    </Dropdown>
  );
}
