import { Empty, Skeleton } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { MessageLinks } from './MessageLinks.tsx';
import { useRoomContext } from './room-context.ts';
import { usePins } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';

export function PinsTab() {
  const t = useTexts(roomsTexts);
  const { room } = useRoomContext();
  const pins = usePins(room.id);
  if (pins.isError) return <ErrorNotice error={pins.error} onRetry={() => void pins.refetch()} />;
  if (pins.isPending) return <Skeleton active title={false} />;
  if (pins.data.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noPins')} />;
  return <MessageLinks messages={pins.data} />;
}
