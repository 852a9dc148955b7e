import {
  ArrowLeftOutlined,
  PushpinOutlined,
  SearchOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { Button } from 'antd';
import { Link } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { PersonAvatar } from './PersonAvatar.tsx';
import styles from './RoomHeader.module.css';
import { useRoomContext } from './room-context.ts';
import { roomsPath } from './rooms-paths.ts';
import { roomsTexts } from './rooms-texts.ts';
import { type RoomPanelName, useRoomPanel } from './use-room-panel.ts';

const buttons: readonly [RoomPanelName, React.ReactNode][] = [
  ['search', <SearchOutlined key="search" />],
  ['pins', <PushpinOutlined key="pins" />],
  ['members', <TeamOutlined key="members" />],
  ['settings', <SettingOutlined key="settings" />],
];

/** The name of the open room, and the ways to what stands beside its thread. */
export function RoomHeader() {
  const t = useTexts(roomsTexts);
  const phone = usePhone();
  const { room } = useRoomContext();
  const panel = useRoomPanel();
  return (
    <header className={styles.header}>
      {phone && (
        <Link to={roomsPath} aria-label={t('back')} className={styles.back}>
          <ArrowLeftOutlined />
        </Link>
      )}
      {!phone && <PersonAvatar name={room.name} url={room.other?.avatar_url} />}
      <div className={styles.title}>
        <h1>
          <bdi>{room.name}</bdi>
        </h1>
        <span className={styles.about}>
          {room.kind === 'private'
            ? (room.other?.username ?? '')
            : [t('memberCount', { count: room.member_count }), room.description].filter(Boolean).join(' · ')}
        </span>
      </div>
      {buttons.map(([name, icon]) => (
        <Button
          key={name}
          type="text"
          icon={icon}
          aria-label={t(`panel_${name}`)}
          title={t(`panel_${name}`)}
          onClick={() => panel.show(name)}
        />
      ))}
    </header>
  );
}
