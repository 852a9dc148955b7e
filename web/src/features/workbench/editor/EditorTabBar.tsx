import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Input } from 'antd';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import { workbenchTexts } from '../workbench-texts.ts';
import styles from './EditorTabBar.module.css';
import { type EditorTab, isDirty } from './editor-tabs.ts';
import type { EditorTabsHandle } from './use-editor-tabs.ts';

/** The open editor tabs: click or arrows show one, dragging or the menu moves it, a dot marks what is not saved. */
export function EditorTabBar({ editors }: { editors: EditorTabsHandle }) {
  const t = useTexts(workbenchTexts);
  const [dragged, setDragged] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const { tabs, active } = editors;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another shown tab is scrolled into sight
  useEffect(() => {
    list.current
      ?.querySelector('[aria-selected="true"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active.id]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step && tabs[tabs.indexOf(active) + step];
    if (!next) return;
    event.preventDefault();
    editors.show(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div className={styles.bar}>
      <div
        ref={list}
        role="tablist"
        aria-label={t('editorTabs')}
        className={styles.tabs}
        onKeyDown={onKeyDown}
      >
        {tabs.map((tab) => (
          <TabItem
            key={tab.id}
            tab={tab}
            editors={editors}
            onDragStart={() => setDragged(tab.id)}
            onDrop={() => {
              if (dragged !== null) editors.move(dragged, tabs.indexOf(tab));
              setDragged(null);
            }}
          />
        ))}
      </div>
      <Button
        type="text"
        size="small"
        className={styles.add}
        icon={<PlusOutlined />}
        aria-label={t('newTab')}
        title={t('newTab')}
        onClick={() => editors.open({ connectionId: active.connectionId, maxRows: active.maxRows })}
      />
    </div>
  );
}

interface ItemProps {
  tab: EditorTab;
  editors: EditorTabsHandle;
  onDragStart: () => void;
  onDrop: () => void;
}

function TabItem({ tab, editors, onDragStart, onDrop }: ItemProps) {
  const t = useTexts(workbenchTexts);
  const [over, setOver] = useState(false);
  const shown = tab.id === editors.active.id;
  const dirty = isDirty(tab);
  const name = tab.name || t('untitled', { number: tab.number });
  const actions = useTabActions(tab, name, editors);
  const classes = [styles.tab, shown && styles.shown, over && styles.dropBefore];
  return (
    <Dropdown trigger={['contextMenu']} menu={actions.menu}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging; the menu moves tabs as well */}
      <div
        className={classes.filter(Boolean).join(' ')}
        draggable
        onDragStart={onDragStart}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={() => {
          setOver(false);
          onDrop();
        }}
        onAuxClick={(event) => event.button === 1 && actions.close()}
      >
        <button
          type="button"
          role="tab"
          aria-selected={shown}
          data-tab={tab.id}
          tabIndex={shown ? 0 : -1}
          className={styles.name}
          title={name}
          onClick={() => editors.show(tab.id)}
          onDoubleClick={actions.rename}
        >
          {name}
        </button>
        {dirty && tab.saved !== null && (
          <span className={styles.dirty} role="img" aria-label={t('unsaved')} title={t('unsaved')} />
        )}
        <button
          type="button"
          className={styles.cross}
          tabIndex={shown ? 0 : -1}
          aria-label={t('closeTab', { name })}
          onClick={actions.close}
        >
          <CloseOutlined />
        </button>
      </div>
    </Dropdown>
  );
}

function useTabActions(tab: EditorTab, name: string, editors: EditorTabsHandle) {
  const t = useTexts(workbenchTexts);
  const { modal } = App.useApp();
  const close = () => {
    if (!isDirty(tab)) return editors.close(tab.id);
    void modal.confirm({
      title: t('closeTitle', { name }),
      content: t('closeBody'),
      okText: t('close'),
      okButtonProps: { danger: true },
      onOk: () => editors.close(tab.id),
    });
  };
  const rename = () => {
    let next = name;
    void modal.confirm({
      title: t('renameTitle'),
      icon: null,
      content: (
        <Input
          autoFocus
          aria-label={t('renameTitle')}
          defaultValue={name}
          maxLength={200}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            next = event.target.value;
          }}
        />
      ),
      okText: t('rename'),
      onOk: () => editors.update(tab.id, { name: next.trim() }),
    });
  };
  const at = editors.tabs.indexOf(tab);
  const items = [
    { key: 'rename', label: t('rename'), onClick: rename },
    { key: 'duplicate', label: t('duplicate'), onClick: () => editors.duplicate(tab.id) },
    { key: 'left', label: t('moveLeft'), disabled: at === 0, onClick: () => editors.move(tab.id, at - 1) },
    {
      key: 'right',
      label: t('moveRight'),
      disabled: at === editors.tabs.length - 1,
      onClick: () => editors.move(tab.id, at + 1),
    },
    { type: 'divider' as const },
    { key: 'close', label: t('close'), onClick: close },
    {
      key: 'others',
      label: t('closeOthers'),
      disabled: editors.tabs.length < 2,
      onClick: () => {
        for (const other of editors.tabs) if (other !== tab && !isDirty(other)) editors.close(other.id);
      },
    },
  ];
  return { close, rename, menu: { items } };
}
