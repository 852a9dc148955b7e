/** A chunk of its own around antd's Drawer, for LazyDrawer. */
export { Drawer as AntDrawer } from 'antd';
