import { App } from 'antd';
import { useEffect, useRef } from 'react';
import { useBlocker } from 'react-router';
import { useTexts } from '../lib/texts.ts';
import { uiTexts } from './ui-texts.ts';

/** Asks before the page is left while `isDirty` says that something is not saved. */
export function useLeaveGuard(isDirty: () => boolean): void {
  const t = useTexts(uiTexts);
  const { modal } = App.useApp();
  const dirty = useRef(isDirty);
  dirty.current = isDirty;
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      currentLocation.pathname !== nextLocation.pathname && dirty.current(),
  );
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    modal.confirm({
      title: t('leave'),
      content: t('leaveText'),
      okText: t('leaveYes'),
      okButtonProps: { danger: true },
      cancelText: t('leaveNo'),
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
  }, [blocker, modal, t]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (dirty.current()) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
}
