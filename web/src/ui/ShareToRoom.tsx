import { ShareAltOutlined } from '@ant-design/icons';
import type { Card } from '@sextant/contract/room-messages';
import { Button, type ButtonProps } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTexts } from '../lib/texts.ts';
import { uiTexts } from './ui-texts.ts';

const Dialog = lazy(async () => ({ default: (await import('./ShareToRoomDialog.tsx')).ShareToRoomDialog }));

interface Props extends Pick<ButtonProps, 'size' | 'type'> {
  card: Card;
  /** Only the sign, where there is little room. */
  bare?: boolean;
}

/** A button that sends a card of something to one of the own rooms. */
export function ShareToRoom({ card, bare = false, ...look }: Props) {
  const t = useTexts(uiTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        {...look}
        icon={<ShareAltOutlined />}
        aria-label={t('shareToRoom')}
        title={t('shareToRoom')}
        onClick={() => setOpen(true)}
      >
        {!bare && t('shareToRoom')}
      </Button>
      <Suspense fallback={null}>{open && <Dialog card={card} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
