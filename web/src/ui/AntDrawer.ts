import { Drawer } from 'antd';

/** A chunk of its own around antd's Drawer, for LazyDrawer. */
export const AntDrawer = Drawer;
