import type { AlertChannel, ChannelTarget, WebhookFormat } from '@sextant/contract/alerts';
import type { Role } from '@sextant/contract/permissions';

/** A channel as its form has it. */
export interface ChannelForm {
  name: string;
  kind: ChannelTarget['kind'];
  role?: Role;
  room_id?: string;
  recipients?: string[];
  format?: WebhookFormat;
  url?: string;
  secret?: string;
}

export function channelFormOf(channel: AlertChannel | null): Partial<ChannelForm> {
  if (channel === null) return { kind: 'notification', role: 'admin', format: 'dingtalk', recipients: [] };
  return {
    name: channel.name,
    kind: channel.kind,
    role: (channel.role ?? 'admin') as Role,
    room_id: channel.room_id ?? undefined,
    recipients: channel.recipients ?? [],
    format: channel.format ?? 'dingtalk',
  };
}

/** The target that the form describes; undefined for a webhook whose address stays as it is. */
export function targetOf(form: ChannelForm): ChannelTarget | undefined {
  switch (form.kind) {
    case 'notification':
      return { kind: 'notification', role: form.role ?? 'admin' };
    case 'room':
      return { kind: 'room', room_id: form.room_id ?? '' };
    case 'email':
      return { kind: 'email', recipients: form.recipients ?? [] };
    case 'webhook':
      if (!form.url) return undefined;
      return {
        kind: 'webhook',
        format: form.format ?? 'json',
        url: form.url.trim(),
        ...(form.secret && { secret: form.secret }),
      };
  }
}
