import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { App, Button, type ButtonProps, Tooltip } from 'antd';
import { useState } from 'react';
import { copyText } from '../lib/clipboard.ts';
import { useTexts } from '../lib/texts.ts';
import { uiTexts } from './ui-texts.ts';

const shownMilliseconds = 1500;

interface Props extends Pick<ButtonProps, 'size' | 'type'> {
  text: string | (() => string);
  label?: string;
}

export function CopyButton({ text, label, size = 'small', type = 'text' }: Props) {
  const t = useTexts(uiTexts);
  const { message } = App.useApp();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await copyText(typeof text === 'string' ? text : text());
      setCopied(true);
      setTimeout(() => setCopied(false), shownMilliseconds);
    } catch {
      void message.warning(t('copyFailed'));
    }
  };
  return (
    <Tooltip title={copied ? t('copied') : (label ?? t('copy'))}>
      <Button
        size={size}
        type={type}
        icon={copied ? <CheckOutlined /> : <CopyOutlined />}
        aria-label={label ?? t('copy')}
        onClick={() => void copy()}
      />
    </Tooltip>
  );
}
