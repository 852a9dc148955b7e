import { ArrowUpOutlined, PauseOutlined, UploadOutlined } from '@ant-design/icons';
import { questionMaxLength } from '@sextant/contract/chat';
import { Button, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { askTexts } from './ask-texts.ts';
import styles from './Composer.module.css';
import { SourcePickers } from './SourcePickers.tsx';
import type { Sources } from './use-sources.ts';

export interface ComposerHandle {
  focus: () => void;
  set: (question: string) => void;
  /** Puts a name in at the caret. */
  insert: (name: string) => void;
}

interface Props {
  handle: Ref<ComposerHandle>;
  conversationKey: string;
  running: boolean;
  lastQuestion: string | undefined;
  sources: Sources;
  onSubmit: (question: string) => void;
  onStop: () => void;
  onPickFile: () => void;
}

/** Where questions are written. Enter sends, Shift-Enter breaks the line, Esc stops, ↑ takes up the last question. */
export function Composer(props: Props) {
  const { handle, conversationKey, running, lastQuestion, sources, onSubmit, onStop } = props;
  const t = useTexts(askTexts);
  const phone = usePhone();
  const [text, setText] = useState('');
  const area = useRef<TextAreaRef>(null);
  const element = () => area.current?.resizableTextArea?.textArea;
  const edit = (next: string) => {
    setText(next);
    requestAnimationFrame(() => {
      element()?.focus();
      element()?.setSelectionRange(next.length, next.length);
    });
  };
  useImperativeHandle(handle, () => ({
    focus: () => area.current?.focus(),
    set: edit,
    insert: (name) => {
      const { selectionStart: from = text.length, selectionEnd: to = text.length } = element() ?? {};
      const gap = from > 0 && /\w$/.test(text.slice(0, from)) ? ' ' : '';
      edit(text.slice(0, from) + gap + name + text.slice(to));
    },
  }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation starts with the caret here
  useEffect(() => {
    if (!phone) area.current?.focus();
  }, [conversationKey]);
  const [waiting, setWaiting] = useState(false);
  const canSend = text.trim() !== '' && !running;
  const send = () => {
    if (!canSend) return;
    setWaiting(!sources.ready);
    if (!sources.ready) return;
    onSubmit(text.trim());
    if (text.trim().length <= questionMaxLength) setText('');
  };
  // A question sent while connections and models are still being read goes out once they are known.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only becoming ready sends it
  useEffect(() => {
    if (waiting && sources.ready) send();
  }, [sources.ready]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) send();
    else if (event.key === 'Escape' && running) onStop();
    else if (event.key === 'ArrowUp' && text === '' && lastQuestion !== undefined) edit(lastQuestion);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.wrap}>
      <div className={styles.box}>
        <Input.TextArea
          ref={area}
          className={styles.area}
          variant="borderless"
          autoSize={{ minRows: 1, maxRows: 8 }}
          aria-label={t('composer')}
          placeholder={phone ? t('placeholderShort') : t('placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setWaiting(false);
          }}
          onKeyDown={onKeyDown}
        />
        <div className={styles.tools}>
          <SourcePickers sources={sources} />
          <span className={styles.space} />
          <Button
            type="text"
            icon={<UploadOutlined />}
            aria-label={t('pickFile')}
            title={t('pickFile')}
            onClick={props.onPickFile}
          />
          {running ? (
            <Button icon={<PauseOutlined />} onClick={onStop}>
              {t('stop')}
            </Button>
          ) : (
            <Button
              type="primary"
              icon={<ArrowUpOutlined />}
              aria-label={t('send')}
              disabled={!canSend}
              loading={waiting}
              onClick={send}
            />
          )}
        </div>
      </div>
      {!phone && <div className={styles.keys}>{t('keys')}</div>}
    </div>
  );
}
