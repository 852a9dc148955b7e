import { Empty } from 'antd';
import { useEffect } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useLive } from '../../lib/live.ts';
import { useRooms } from '../../lib/rooms-list.ts';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { OpenRoom, RoomToJoin } from './OpenRoom.tsx';
import { RoomList } from './RoomList.tsx';
import styles from './RoomsPage.module.css';
import { roomsPath } from './rooms-paths.ts';
import { useRoom } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';

/** Rooms at the left, the open one beside them; on a phone one after the other. */
export function RoomsPage() {
  const t = useTexts(roomsTexts);
  const phone = usePhone();
  const { roomId } = useParams();
  return (
    <div className={styles.page}>
      {(!phone || roomId === undefined) && (
        <aside className={styles.list} aria-label={t('title')}>
          <RoomList current={roomId} />
        </aside>
      )}
      {roomId !== undefined && (
        <section className={styles.room}>
          <RoomOf key={roomId} roomId={roomId} />
        </section>
      )}
      {roomId === undefined && !phone && (
        <section className={styles.none}>
          <Empty description={t('chooseRoom')} />
        </section>
      )}
    </div>
  );
}

/** A room of one's own is known from the list, which is kept up to date; every other one is asked for. */
function RoomOf({ roomId }: { roomId: string }) {
  const navigate = useNavigate();
  const rooms = useRooms();
  const own = rooms.data?.find(({ id }) => id === roomId);
  const isForeign = rooms.isSuccess && own === undefined;
  useLive((frame) => {
    if (frame.type === 'room_left' && frame.room_id === roomId) void navigate(roomsPath, { replace: true });
  });
  if (own !== undefined) return <OpenRoom room={own} />;
  if (rooms.isError) return <ErrorNotice error={rooms.error} onRetry={() => void rooms.refetch()} />;
  return isForeign ? <Foreign roomId={roomId} /> : <PageSkeleton />;
}

function Foreign({ roomId }: { roomId: string }) {
  const rooms = useRooms();
  const room = useRoom(roomId);
  const isMember = room.data?.me !== null && room.data !== undefined;
  const { refetch } = rooms;
  useEffect(() => {
    if (isMember) void refetch();
  }, [isMember, refetch]);
  if (room.isError) return <ErrorNotice error={room.error} onRetry={() => void room.refetch()} />;
  if (room.isPending || isMember) return <PageSkeleton />;
  return <RoomToJoin room={room.data} />;
}
