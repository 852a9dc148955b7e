import { CommentOutlined, FolderOpenOutlined } from '@ant-design/icons';
import type { Page } from '../page.tsx';

/** 协作: rooms and files. */
export const togetherPages: readonly Page[] = [
  {
    id: 'rooms',
    title: { zh: '聊天', en: 'Rooms' },
    icon: <CommentOutlined />,
    paths: ['/rooms', '/rooms/:roomId'],
    group: 'together',
    load: async () => (await import('../../features/rooms/RoomsPage.tsx')).RoomsPage,
  },
  {
    id: 'files',
    title: { zh: '文件', en: 'Files' },
    icon: <FolderOpenOutlined />,
    paths: ['/files', '/files/shared', '/files/trash', '/files/folders/:folderId'],
    group: 'together',
    load: async () => (await import('../../features/files/FilesPage.tsx')).FilesPage,
  },
];
