import { Drawer, Tabs } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { FoundMessages } from './FoundMessages.tsx';
import { MembersTab } from './MembersTab.tsx';
import { PinsTab } from './PinsTab.tsx';
import { useRoomContext } from './room-context.ts';
import { roomsTexts } from './rooms-texts.ts';
import { SettingsTab } from './SettingsTab.tsx';
import { type RoomPanelName, roomPanels, useRoomPanel } from './use-room-panel.ts';

const tabs = { members: MembersTab, settings: SettingsTab, pins: PinsTab, search: FoundMessages };

/** Members, settings, pins and search of the open room, at the right edge. */
export function RoomPanel() {
  const t = useTexts(roomsTexts);
  const { room } = useRoomContext();
  const phone = usePhone();
  const panel = useRoomPanel();
  return (
    <Drawer
      open={panel.name !== null}
      size={phone ? '100%' : 420}
      title={<bdi>{room.name}</bdi>}
      destroyOnHidden
      onClose={() => panel.show(null)}
    >
      <Tabs
        activeKey={panel.name ?? undefined}
        onChange={(key) => panel.show(key as RoomPanelName)}
        destroyOnHidden
        items={roomPanels.map((name) => {
          const Tab = tabs[name];
          return { key: name, label: t(`panel_${name}`), children: <Tab /> };
        })}
      />
    </Drawer>
  );
}
