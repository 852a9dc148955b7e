import { ArrowRightOutlined, CommentOutlined, SearchOutlined } from '@ant-design/icons';
import { conversationEndpoints } from '@sextant/contract/conversations';
import { useQuery } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../lib/api-client.ts';
import { useTextIn, useTexts } from '../lib/texts.ts';
import { useDebounced } from '../lib/use-debounced.ts';
import styles from './CommandPalette.module.css';
import { shellTexts } from './shell-texts.ts';
import { useVisiblePages } from './use-visible-pages.ts';

interface Entry {
  key: string;
  group: string;
  icon: ReactNode;
  label: string;
  open: () => void;
}

const conversationsShown = 8;

/** Ctrl/⌘ K: pages, conversations and "ask: …" from one line, by keyboard alone. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const t = useTexts(shellTexts);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const entries = useEntries(text.trim());
  const index = Math.min(chosen, entries.length - 1);
  const open = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    onClose();
    entry.open();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') open(entries[index]);
    else if (event.key === 'ArrowDown') setChosen((index + 1) % Math.max(entries.length, 1));
    else if (event.key === 'ArrowUp') setChosen((index - 1 + entries.length) % Math.max(entries.length, 1));
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      width={560}
      style={{ top: 80 }}
      destroyOnHidden
    >
      <Input
        autoFocus
        size="large"
        variant="borderless"
        prefix={<SearchOutlined />}
        placeholder={t('palettePlaceholder')}
        aria-label={t('palettePlaceholder')}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={entries[index] && `palette-${entries[index].key}`}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette-list" role="listbox" className={styles.list} aria-label={t('search')}>
        {entries.map((entry, at) => (
          <div key={entry.key}>
            {entry.group !== entries[at - 1]?.group && <div className={styles.group}>{entry.group}</div>}
            <button
              type="button"
              role="option"
              id={`palette-${entry.key}`}
              aria-selected={at === index}
              tabIndex={-1}
              className={styles.entry}
              onMouseMove={() => setChosen(at)}
              onClick={() => open(entry)}
            >
              {entry.icon}
              <span>{entry.label}</span>
            </button>
          </div>
        ))}
        {entries.length === 0 && <div className={styles.group}>{t('paletteNothing')}</div>}
      </div>
      <div className={styles.help}>{t('paletteHelp')}</div>
    </Modal>
  );
}

function useEntries(text: string): Entry[] {
  const t = useTexts(shellTexts);
  const textIn = useTextIn();
  const navigate = useNavigate();
  const visible = useVisiblePages();
  const question = text.replace(/^(ask|问|提问)\s*[:：]\s*/i, '');
  const settled = useDebounced(question);
  const found = useQuery({
    queryKey: ['conversations', 'palette', settled],
    queryFn: ({ signal }) =>
      call(conversationEndpoints.list, {
        query: { limit: conversationsShown, offset: 0, q: settled || undefined },
        signal,
      }),
    placeholderData: (previous) => previous,
  });
  const needle = text.toLowerCase();
  const pageEntries = visible
    .filter(({ title }) => title.zh.includes(needle) || title.en.toLowerCase().includes(needle))
    .map((page) => ({
      key: page.id,
      group: t('palettePages'),
      icon: page.icon,
      label: textIn(page.title),
      open: () => void navigate(page.paths[0]),
    }));
  const conversationEntries = (found.data?.conversations ?? []).map((conversation) => ({
    key: conversation.id,
    group: t('paletteConversations'),
    icon: <CommentOutlined />,
    label: conversation.title,
    open: () => void navigate(`/ask/${conversation.id}`),
  }));
  if (question === '') return [...pageEntries, ...conversationEntries];
  const ask: Entry = {
    key: 'ask-now',
    group: '',
    icon: <ArrowRightOutlined />,
    label: t('paletteAsk', { question }),
    open: () => void navigate('/', { state: { ask: question } }),
  };
  return text === question ? [...pageEntries, ask, ...conversationEntries] : [ask];
}
