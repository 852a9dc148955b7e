import { isIP } from 'node:net';
import type { AlertChannel, ChannelTarget, WebhookFormat } from '@sextant/contract/alerts';
import { channelKindSchema, webhookFormatSchema } from '@sextant/contract/alerts';
import type { Role } from '@sextant/contract/permissions';
import type { Text } from '@sextant/contract/text';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { Egress } from '../../platform/egress/egress.ts';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { AlertChannelsRepository, ChannelRow } from './alert-channels.repository.ts';
import { type AlertMessage, testMessage } from './alert-message.ts';
import { sendWebhook } from './send-webhook.ts';
import type { Smtp } from './smtp-settings.ts';

/** What of a channel is kept in the clear. */
interface ChannelSettings {
  recipients?: string[];
  role?: Role;
  room_id?: string;
  format?: WebhookFormat;
  host?: string;
}

interface ChannelSecrets {
  url: string;
  secret: string | null;
}

/** Where alerts can be told; the doors of other features are handed in. */
export interface ChannelDoors {
  notify(role: Role, message: AlertMessage): Promise<void>;
  /** The id of a room that somebody may see, by id or number; throws when there is none. */
  findRoom(principal: Principal, roomId: string): Promise<string>;
  postToRoom(roomId: string, message: AlertMessage): Promise<void>;
}

const channelThing = { zh: '通知渠道', en: 'Channel' };

/** The channels that administrators set up, and the sending through them. */
export function createAlertChannels(deps: {
  channels: AlertChannelsRepository;
  secrets: SecretBox;
  egress: Egress;
  smtp: Smtp;
  doors: ChannelDoors;
  audit: Audit;
}) {
  const { channels, secrets, egress, smtp, doors, audit } = deps;

  async function get(id: string): Promise<ChannelRow> {
    const row = await channels.channel(id);
    if (!row) throw notFound(channelThing, id);
    return row;
  }

  /** A room channel tells a room that its administrator can see, and a webhook stands where egress is allowed. */
  async function checked(principal: Principal, target: ChannelTarget): Promise<ChannelTarget> {
    if (target.kind === 'webhook') await egress.requireAllowed(new URL(target.url).hostname);
    if (target.kind !== 'room') return target;
    return { ...target, room_id: await doors.findRoom(principal, target.room_id) };
  }

  /** What of a target is stored, under the id of its channel. */
  function stored(id: string, target: ChannelTarget, before: ChannelRow | null) {
    const { kind } = target;
    if (kind === 'email') return { kind, settings: text({ recipients: target.recipients }), secret: null };
    if (kind === 'notification') return { kind, settings: text({ role: target.role }), secret: null };
    if (kind === 'room') return { kind, settings: text({ room_id: target.room_id }), secret: null };
    const known = before?.kind === 'webhook' ? openSecrets(before) : null;
    const sameDoor = known?.url === target.url;
    const sealed: ChannelSecrets = {
      url: target.url,
      // A secret that was given for one address is not used for another.
      secret: target.secret === undefined ? (sameDoor ? known.secret : null) : target.secret || null,
    };
    const settings = text({ format: target.format, host: hostOf(target.url) });
    return { kind, settings, secret: secrets.seal(JSON.stringify(sealed), id) };
  }

  function openSecrets(row: ChannelRow): ChannelSecrets {
    if (row.secret === null) throw new Error(`channel ${row.id} has no address`);
    return JSON.parse(secrets.open(row.secret, row.id)) as ChannelSecrets;
  }

  async function record(principal: Principal, verb: string, row: ChannelRow): Promise<void> {
    await audit.record(principal, {
      action: `alert_channel.${verb}`,
      objectType: 'alert_channel',
      objectId: row.id,
      details: { name: row.name, kind: row.kind, is_active: row.is_active === 1, ...settingsOf(row) },
    });
  }

  /** Sends a message now; throws when it did not arrive. */
  async function send(row: ChannelRow, message: AlertMessage): Promise<void> {
    const settings = settingsOf(row);
    switch (row.kind) {
      case 'email':
        return smtp.send(settings.recipients ?? [], message);
      case 'webhook': {
        const { url, secret } = openSecrets(row);
        const format = settings.format ?? 'json';
        return sendWebhook(egress.fetchWith({ trusted: true }), { format, url, secret }, message);
      }
      case 'room':
        return doors.postToRoom(settings.room_id ?? '', message);
      default:
        return doors.notify(settings.role ?? 'admin', message);
    }
  }

  return {
    get,
    list: channels.channels,
    send,

    async create(
      principal: Principal,
      input: { name: string; is_active: boolean; target: ChannelTarget },
    ): Promise<ChannelRow> {
      const id = channels.newId();
      const row = await channels.add(id, {
        name: input.name,
        is_active: input.is_active ? 1 : 0,
        ...stored(id, await checked(principal, input.target), null),
      });
      await record(principal, 'created', row);
      return row;
    },

    async update(
      principal: Principal,
      id: string,
      input: {
        name?: string | undefined;
        is_active?: boolean | undefined;
        target?: ChannelTarget | undefined;
      },
    ): Promise<ChannelRow> {
      const before = await get(id);
      const row = await channels.update(id, {
        ...(input.name !== undefined && { name: input.name }),
        ...(input.is_active !== undefined && { is_active: input.is_active ? 1 : 0 }),
        ...(input.target !== undefined && stored(id, await checked(principal, input.target), before)),
      });
      if (!row) throw notFound(channelThing, id);
      await record(principal, 'updated', row);
      return row;
    },

    async remove(principal: Principal, id: string): Promise<void> {
      const row = await get(id);
      await channels.remove(id);
      await record(principal, 'deleted', row);
    },

    /** Sends a test message and says how it went; what was sent is in the log of deliveries. */
    async test(id: string): Promise<{ isOk: boolean; error: Text | null }> {
      const row = await get(id);
      const message = testMessage();
      const error = await send(row, message).then(
        () => null,
        (failure: unknown) => describeFailure(failure),
      );
      const delivery = { alert_id: null, channel_id: id, channel_name: row.name, event: 'test' };
      await channels.addDone({ ...delivery, message: JSON.stringify(message) }, error?.en ?? null);
      return { isOk: error === null, error };
    },

    async requireKnown(ids: readonly string[]): Promise<void> {
      const known = new Set((await channels.channels()).map(({ id }) => id));
      const unknown = ids.find((id) => !known.has(id));
      if (unknown === undefined) return;
      throw invalid('channel_ids', {
        zh: `没有通知渠道「${unknown}」，请先新建`,
        en: `There is no channel "${unknown}"; create it first`,
      });
    },

    present(row: ChannelRow): AlertChannel {
      const settings = settingsOf(row);
      return {
        id: row.id,
        name: row.name,
        kind: channelKindSchema.parse(row.kind),
        is_active: row.is_active === 1,
        recipients: settings.recipients ?? null,
        role: settings.role ?? null,
        room_id: settings.room_id ?? null,
        format: settings.format ? webhookFormatSchema.parse(settings.format) : null,
        host: settings.host ?? null,
        has_secret: row.kind === 'webhook' && openSecrets(row).secret !== null,
        created_at: row.created_at,
        updated_at: row.updated_at,
      };
    },
  };
}

export type AlertChannels = ReturnType<typeof createAlertChannels>;

/** Why a message did not arrive, for people; never with the address, which is a secret. */
export function describeFailure(error: unknown): Text {
  const cause = error instanceof Error && error.cause instanceof AppError ? error.cause : error;
  if (cause instanceof AppError) return cause.text;
  const { name, message, cause: inner } = error as Error;
  if (name === 'TimeoutError')
    return { zh: '对方在 10 秒内没有应答', en: 'There was no answer within 10 seconds' };
  const reason = inner instanceof Error ? inner.message : message;
  return { zh: `发送失败：${reason}`, en: `It could not be sent: ${reason}` };
}

function settingsOf(row: ChannelRow): ChannelSettings {
  return JSON.parse(row.settings) as ChannelSettings;
}

function text(settings: ChannelSettings): string {
  return JSON.stringify(settings);
}

function hostOf(url: string): string {
  const { hostname, port } = new URL(url);
  const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  return port === '' ? host : `${host}:${port}`;
}
