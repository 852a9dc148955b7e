import {
  AlignLeftOutlined,
  CaretRightOutlined,
  DatabaseOutlined,
  FastForwardOutlined,
  MenuUnfoldOutlined,
  MoreOutlined,
  NodeIndexOutlined,
  PauseOutlined,
  SaveOutlined,
} from '@ant-design/icons';
import { Button, Dropdown, type MenuProps, Select } from 'antd';
import { groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { ExportsTray } from '../exports/ExportsTray.tsx';
import type { Saving } from '../saved/use-saving.ts';
import type { Workbench } from '../use-workbench.ts';
import { workbenchTexts } from '../workbench-texts.ts';
import styles from './EditorToolbar.module.css';
import { rowCaps } from './editor-tabs.ts';

interface Props {
  workbench: Workbench;
  running: boolean;
  saving: Saving;
  /** Absent where the side panel is in sight. */
  onOpenPanel?: () => void;
}

/** Run, stop, explain, format and save for the shown tab, with its connection and cap on rows. */
export function EditorToolbar({ workbench, running, saving, onOpenPanel }: Props) {
  const t = useTexts(workbenchTexts);
  const phone = usePhone();
  const { tab, editors, connection, connections } = workbench;
  const label = (text: string) => (phone ? undefined : text);
  const items: MenuProps['items'] = [
    ...(phone
      ? [
          { key: 'all', label: t('runAll'), onClick: workbench.runAll },
          { key: 'explain', label: t('explain'), onClick: workbench.explain },
          { key: 'format', label: t('format'), onClick: workbench.format },
        ]
      : []),
    { key: 'saveAs', label: t('saveAs'), onClick: saving.saveAs },
    { key: 'link', label: t('copyLink'), disabled: tab.saved === null, onClick: saving.copyLink },
    { key: 'versions', label: t('versions'), disabled: tab.saved === null, onClick: saving.showVersions },
  ];
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('editor')}>
      {onOpenPanel && (
        <Button
          type="text"
          icon={<MenuUnfoldOutlined />}
          aria-label={t('openPanel')}
          title={t('openPanel')}
          onClick={onOpenPanel}
        />
      )}
      {running ? (
        <Button danger icon={<PauseOutlined />} title={t('stopHint')} onClick={workbench.stop}>
          {t('stop')}
        </Button>
      ) : (
        <Button
          type="primary"
          icon={<CaretRightOutlined />}
          title={t('runHint')}
          disabled={connection === null}
          onClick={workbench.run}
        >
          {t('run')}
        </Button>
      )}
      {!phone && (
        <>
          <Button
            icon={<FastForwardOutlined />}
            title={t('runAllHint')}
            disabled={running || connection === null}
            onClick={workbench.runAll}
          >
            {t('runAll')}
          </Button>
          <Button
            type="text"
            icon={<NodeIndexOutlined />}
            disabled={running || connection === null}
            onClick={workbench.explain}
          >
            {t('explain')}
          </Button>
          <Button
            type="text"
            icon={<AlignLeftOutlined />}
            title={t('formatHint')}
            loading={workbench.formatting}
            disabled={connection === null}
            onClick={workbench.format}
          >
            {t('format')}
          </Button>
        </>
      )}
      <Button
        type="text"
        icon={<SaveOutlined />}
        title={t('saveHint')}
        aria-label={t('save')}
        loading={saving.pending}
        onClick={saving.save}
      >
        {label(t('save'))}
      </Button>
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button type="text" icon={<MoreOutlined />} aria-label={t('more')} />
      </Dropdown>
      <span className={styles.space} />
      <Select
        className={styles.connection}
        aria-label={t('connection')}
        prefix={<DatabaseOutlined />}
        value={connection?.id}
        options={connections.map(({ id, name, driver }) => ({ value: id, label: name, title: driver }))}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        onChange={(connectionId) => editors.update(tab.id, { connectionId })}
      />
      {!phone && (
        <Select
          aria-label={t('rowCap')}
          title={t('rowCap')}
          value={tab.maxRows}
          options={rowCaps.map((value) => ({
            value,
            label: t('rows', { count: groupDigits(String(value)) }),
          }))}
          popupMatchSelectWidth={false}
          onChange={(maxRows) => editors.update(tab.id, { maxRows })}
        />
      )}
      <ExportsTray />
    </div>
  );
}
