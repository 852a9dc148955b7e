import { Button, Drawer, Space } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../lib/texts.ts';
import { usePhone } from '../lib/use-media.ts';
import { uiTexts } from './ui-texts.ts';

interface Props {
  title: string;
  saving: boolean;
  onSave: () => void;
  onClose: () => void;
  /** Further buttons between “save” and “cancel”. */
  actions?: ReactNode;
  /** What became of a test or of saving; stays in sight above the buttons, however long the form. */
  notice?: ReactNode;
  children: ReactNode;
}

/** A form at the right edge, over the whole width on a phone, with “save” and “cancel” below. */
export function FormDrawer({ title, saving, onSave, onClose, actions, notice, children }: Props) {
  const t = useTexts(uiTexts);
  return (
    <Drawer
      open
      size={usePhone() ? '100%' : 480}
      title={title}
      onClose={onClose}
      footer={
        <Space orientation="vertical" style={{ width: '100%' }} aria-live="polite">
          {notice}
          <Space wrap>
            <Button type="primary" loading={saving} onClick={onSave}>
              {t('save')}
            </Button>
            {actions}
            <Button type="text" onClick={onClose}>
              {t('cancel')}
            </Button>
          </Space>
        </Space>
      }
    >
      {children}
    </Drawer>
  );
}
