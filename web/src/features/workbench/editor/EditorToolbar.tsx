import {
  AlignLeftOutlined,
  CaretRightOutlined,
  DatabaseOutlined,
  FastForwardOutlined,
  MenuFoldOutlined,
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
  panelOpen: boolean;
  onTogglePanel: () => void;
}

/** Run, stop, explain, format and save for the shown tab, with its connection and cap on rows. */
export function EditorToolbar({ workbench, running, saving, panelOpen, onTogglePanel }: Props) {
  const t = useTexts(workbenchTexts);
  const phone = usePhone();
  const { tab, editors, connection, connections } = workbench;
  const panelLabel = panelOpen ? t('closePanel') : t('openPanel');
  const label = (text: string) => (phone ? undefined : text);
  const capOptions = rowCaps.map((value) => ({
    value,
    label: t('rows', { count: groupDigits(String(value)) }),
  }));
  const setCap = (maxRows: number) => editors.update(tab.id, { maxRows });
  const caps = capOptions.map(({ value, label: text }) => ({
    key: `cap-${value}`,
    label: text,
    onClick: () => setCap(value),
  }));
  const items: MenuProps['items'] = [
    ...(phone
      ? [
          { key: 'all', label: t('runAll'), onClick: workbench.runAll },
          { key: 'explain', label: t('explain'), onClick: workbench.explain },
          { key: 'format', label: t('format'), onClick: workbench.format },
          { key: 'cap', label: t('rowCap'), children: caps },
        ]
      : []),
    { key: 'saveAs', label: t('saveAs'), onClick: saving.saveAs },
    { key: 'link', label: t('copyLink'), disabled: tab.saved === null, onClick: saving.copyLink },
    { key: 'versions', label: t('versions'), disabled: tab.saved === null, onClick: saving.showVersions },
  ];
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('editor')}>
      <Button
        type="text"
        icon={panelOpen ? <MenuFoldOutlined /> : <MenuUnfoldOutlined />}
        aria-expanded={panelOpen}
        aria-label={panelLabel}
        title={panelLabel}
        onClick={onTogglePanel}
      />
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
          options={capOptions}
          popupMatchSelectWidth={false}
          onChange={setCap}
        />
      )}
      <ExportsTray />
    </div>
  );
}
