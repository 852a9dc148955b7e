import type { ChatEvent } from '@sextant/contract/chat';
import { expect } from 'vitest';

/** The events of an event stream; checks on the way that each is named after its type. */
export function readEvents(text: string): ChatEvent[] {
  const blocks = text.split('\n\n').filter((block) => block.startsWith('event: '));
  return blocks.map((block) => {
    const [head = '', data = ''] = block.split('\n');
    const event = JSON.parse(data.replace(/^data: /, '')) as ChatEvent;
    expect(head).toBe(`event: ${event.type}`);
    return event;
  });
}

/** The event of a type; fails when there is none or more than one. */
export function only<T extends ChatEvent['type']>(
  events: ChatEvent[],
  type: T,
): Extract<ChatEvent, { type: T }> {
  const found = events.filter((event) => event.type === type);
  expect(found, `events of type ${type}`).toHaveLength(1);
  return found[0] as Extract<ChatEvent, { type: T }>;
}
