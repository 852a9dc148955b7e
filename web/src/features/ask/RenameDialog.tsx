import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { askTexts } from './ask-texts.ts';

const maxTitle = 200;

interface Props {
  title: string;
  onRename: (title: string) => void;
  onClose: () => void;
}

export function RenameDialog({ title, onRename, onClose }: Props) {
  const t = useTexts(askTexts);
  const [text, setText] = useState(title);
  const save = () => {
    if (text.trim() === '') return;
    if (text.trim() !== title) onRename(text.trim());
    onClose();
  };
  return (
    <Modal
      open
      title={t('renameTitle')}
      okText={t('save')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: text.trim() === '' }}
      onOk={save}
      onCancel={onClose}
    >
      <Input
        autoFocus
        maxLength={maxTitle}
        showCount
        aria-label={t('newTitle')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={save}
      />
    </Modal>
  );
}
