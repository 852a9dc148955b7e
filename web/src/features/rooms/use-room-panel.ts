import { useSearchParams } from 'react-router';

export const roomPanels = ['members', 'settings', 'pins', 'search'] as const;
export type RoomPanelName = (typeof roomPanels)[number];

/** What stands open beside the thread; kept in the address. */
export function useRoomPanel() {
  const [address, setAddress] = useSearchParams();
  return {
    name: roomPanels.find((one) => one === address.get('panel')) ?? null,
    show(name: RoomPanelName | null): void {
      const next = new URLSearchParams(address);
      if (name === null) next.delete('panel');
      else next.set('panel', name);
      setAddress(next, { replace: true });
    },
  };
}
