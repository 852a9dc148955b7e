import type { DrawerProps } from 'antd';
import { lazy, Suspense, useState } from 'react';

const Drawer = lazy(async () => ({ default: (await import('./AntDrawer.ts')).AntDrawer }));

/** antd's Drawer, loaded when it first opens: most people on a large screen never see one. */
export function LazyDrawer(props: DrawerProps) {
  const [wasOpen, setWasOpen] = useState(false);
  if (props.open && !wasOpen) setWasOpen(true);
  return <Suspense fallback={null}>{wasOpen && <Drawer {...props} />}</Suspense>;
}
