import { expect, it } from 'vitest';
import { channelFormOf, targetOf } from './channel-form.ts';

it('leaves the target of a webhook as it is while no address is given', () => {
  expect(targetOf({ name: 'ops', kind: 'webhook', format: 'feishu', secret: 'x' })).toBeUndefined();
  expect(
    targetOf({
      name: 'ops',
      kind: 'webhook',
      format: 'feishu',
      url: ' https://robot.example/1 ',
      secret: '',
    }),
  ).toEqual({ kind: 'webhook', format: 'feishu', url: 'https://robot.example/1' });
});

it('sends of each kind only what belongs to it', () => {
  const form = { ...channelFormOf(null), name: 'ops', recipients: ['a@example.com'], room_id: 'r' };
  expect(targetOf({ ...form, kind: 'email' })).toEqual({ kind: 'email', recipients: ['a@example.com'] });
  expect(targetOf({ ...form, kind: 'room' })).toEqual({ kind: 'room', room_id: 'r' });
  expect(targetOf({ ...form, kind: 'notification' })).toEqual({ kind: 'notification', role: 'admin' });
});
