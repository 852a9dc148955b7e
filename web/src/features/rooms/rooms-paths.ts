export const roomsPath = '/rooms';

/** The address of a room, or of one message in it. */
export function roomPath(roomId: string, messageId?: string): string {
  const path = `${roomsPath}/${encodeURIComponent(roomId)}`;
  return messageId === undefined ? path : `${path}?message=${encodeURIComponent(messageId)}`;
}
