import { ArrowUpOutlined, CloseOutlined, PaperClipOutlined } from '@ant-design/icons';
import { messageMaxLength, type RoomMessage } from '@sextant/contract/room-messages';
import { Button, Mentions, Tag } from 'antd';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useConnections } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import styles from './Composer.module.css';
import { useRoomContext } from './room-context.ts';
import { messageActs } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';
import { type MentionChoice, useMentionChoices } from './use-mention-choices.tsx';

/** What the message that is written concerns. */
export type Concern = { what: 'reply' | 'edit'; message: RoomMessage } | null;

interface Props {
  concern: Concern;
  onConcern: (concern: Concern) => void;
  files: readonly File[];
  onFiles: (files: readonly File[]) => void;
  onSend: (content: string, files: readonly File[]) => void;
  onTyping: () => void;
  /** The last own message, taken up with ↑. */
  lastOwn: RoomMessage | undefined;
}

/** Where messages are written. Enter sends, Shift-Enter breaks the line, `@` offers names, files are pasted or picked. */
export function Composer({ concern, onConcern, files, onFiles, onSend, onTyping, lastOwn }: Props) {
  const t = useTexts(roomsTexts);
  const phone = usePhone();
  const showError = useErrorMessage();
  const { room, took } = useRoomContext();
  const [text, setText] = useStoredDraft(room.id);
  const picker = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLTextAreaElement | null>(null);
  const choices = useMentionChoices();
  const editing = concern?.what === 'edit' ? concern.message : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another concern starts with its text and the caret here
  useEffect(() => {
    if (editing !== null) setText(editing.content);
    if (!phone || concern !== null) area.current?.focus();
  }, [concern]);
  const clear = () => {
    setText('');
    onConcern(null);
  };
  const send = () => {
    const content = text.trim();
    if (editing !== null) {
      if (content === '') return;
      if (content !== editing.content) void messageActs(editing).edit(content).then(took, showError);
      clear();
    } else if (content !== '' || files.length > 0) {
      onSend(content, files);
      clear();
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    const isEnter = event.key === 'Enter' && !event.shiftKey;
    if (isEnter && !offersName(event.currentTarget, choices)) send();
    else if (event.key === 'Escape' && concern !== null) clear();
    else if (event.key === 'ArrowUp' && text === '' && lastOwn !== undefined)
      onConcern({ what: 'edit', message: lastOwn });
    else return;
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0) return;
    event.preventDefault();
    onFiles([...files, ...pasted]);
  };
  return (
    <div className={styles.wrap}>
      <div className={styles.box}>
        {concern !== null && <ConcernLine concern={concern} onClose={clear} />}
        {files.length > 0 && (
          <div className={styles.files}>
            {files.map((file) => (
              <Tag
                key={`${file.name}/${file.size}/${file.lastModified}`}
                closable
                onClose={() => onFiles(files.filter((one) => one !== file))}
              >
                <bdi>{file.name}</bdi>
              </Tag>
            ))}
          </div>
        )}
        <Mentions
          ref={(one) => {
            area.current = one?.textarea ?? null;
          }}
          className={styles.area}
          variant="borderless"
          placement="top"
          autoSize={{ minRows: 1, maxRows: 8 }}
          maxLength={messageMaxLength}
          aria-label={t('composer')}
          placeholder={t(phone ? 'placeholderShort' : 'placeholder')}
          options={choices.map(({ value, label }) => ({ value, label }))}
          filterOption={(typed, option) =>
            matches(
              choices.find((one) => one.value === option?.value),
              typed,
            )
          }
          value={text}
          onChange={(next) => {
            setText(next);
            if (next !== '') onTyping();
          }}
          onPressEnter={(event) => {
            if (event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div className={styles.tools}>
          <AskHint text={text} />
          <Button
            type="text"
            icon={<PaperClipOutlined />}
            aria-label={t('attach')}
            title={t('attach')}
            disabled={editing !== null}
            onClick={() => picker.current?.click()}
          />
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={({ target }) => {
              onFiles([...files, ...(target.files ?? [])]);
              target.value = '';
            }}
          />
          <Button
            type="primary"
            icon={<ArrowUpOutlined />}
            aria-label={t(editing === null ? 'send' : 'saveEdit')}
            title={t(editing === null ? 'send' : 'saveEdit')}
            disabled={text.trim() === '' && files.length === 0}
            onClick={send}
          />
        </div>
      </div>
    </div>
  );
}

function ConcernLine({ concern, onClose }: { concern: NonNullable<Concern>; onClose: () => void }) {
  const t = useTexts(roomsTexts);
  const { what, message } = concern;
  const name = message.sender?.display_name ?? 'Sextant';
  return (
    <div className={styles.concern}>
      <span className={styles.concernText}>
        <strong>{what === 'edit' ? t('editing') : t('replyTo', { name })}</strong>{' '}
        {message.content || message.attachment?.name || message.card?.title}
      </span>
      <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('cancel')} onClick={onClose} />
    </div>
  );
}

/** Says what `@sextant` does, and which connection it asks. */
function AskHint({ text }: { text: string }) {
  const t = useTexts(roomsTexts);
  const { room } = useRoomContext();
  const connections = useConnections();
  if (!/^\s*@sextant/i.test(text)) return <span className={styles.hint}>{t('askHint')}</span>;
  const name = connections.data?.find(({ id }) => id === room.connection_id)?.name;
  const hint =
    room.connection_id === null
      ? t('asksDefault')
      : name === undefined
        ? t('asksUnknown')
        : t('asksConnection', { name });
  return <span className={`${styles.hint} ${styles.asking}`}>{hint}</span>;
}

const drafts = new Map<string, string>();

/** The text that is written in a room, kept while the tab lives. */
function useStoredDraft(roomId: string) {
  const [text, setText] = useState(() => drafts.get(roomId) ?? '');
  const keep = (next: string) => {
    drafts.set(roomId, next);
    setText(next);
  };
  return [text, keep] as const;
}

function matches(choice: MentionChoice | undefined, typed: string): boolean {
  const sought = typed.toLowerCase();
  return choice?.sought.some((name) => name.includes(sought)) ?? false;
}

/** Whether Enter takes a name that is being offered at the caret. */
function offersName(area: HTMLTextAreaElement, choices: readonly MentionChoice[]): boolean {
  const before = area.value.slice(0, area.selectionStart);
  const at = before.lastIndexOf('@');
  if (at === -1) return false;
  const typed = before.slice(at + 1);
  return !/\s/.test(typed) && choices.some((choice) => matches(choice, typed));
}
