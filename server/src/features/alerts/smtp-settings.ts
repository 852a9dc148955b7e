import { isIP } from 'node:net';
import { type SmtpSettings, smtpInputSchema } from '@sextant/contract/alerts';
import nodemailer from 'nodemailer';
import type { z } from 'zod';
import type { Principal } from '../../platform/auth/principal.ts';
import type { Egress } from '../../platform/egress/egress.ts';
import { AppError, invalid } from '../../platform/errors/app-error.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import {
  createInstallationSettings,
  type SettingsDeps,
} from '../../platform/settings/installation-settings.ts';
import { type AlertMessage, headline, plainLines } from './alert-message.ts';

const secretId = 'smtp_password';
const waitMs = 10_000;

/** No mail server is set at first. */
const storedSchema = smtpInputSchema.omit({ password: true }).nullable().catch(null);

/** The mail server of this installation and what is sent through it. */
export async function createSmtp(deps: SettingsDeps & { secrets: SecretBox; egress: Egress }) {
  const { db, secrets, egress } = deps;
  const kept = await createInstallationSettings(deps, { name: 'smtp', schema: storedSchema });

  async function password(): Promise<string | null> {
    const row = await db
      .selectFrom('sealed_values')
      .select('secret')
      .where('id', '=', secretId)
      .executeTakeFirst();
    return row ? secrets.open(row.secret, secretId) : null;
  }

  async function get(): Promise<SmtpSettings | null> {
    const settings = kept.current();
    return settings && { ...settings, has_password: (await password()) !== null };
  }

  async function storePassword(text: string): Promise<void> {
    await db.deleteFrom('sealed_values').where('id', '=', secretId).execute();
    if (text === '') return;
    const secret = secrets.seal(text, secretId);
    await db.insertInto('sealed_values').values({ id: secretId, secret }).execute();
  }

  return {
    get,

    /** Keeps the password when none is given, but never for another server. */
    async update(principal: Principal, input: z.infer<typeof smtpInputSchema>): Promise<SmtpSettings | null> {
      const before = kept.current();
      const { password: given, ...settings } = input;
      await egress.requireAllowed(input.host);
      const moves = before !== null && (before.host !== input.host || before.port !== input.port);
      if (moves && given === undefined && (await password()) !== null) {
        throw invalid('password', {
          zh: '更换邮件服务器时须重新填写密码（不需要密码时填空）',
          en: 'Give the password again when the mail server changes (empty when none is needed)',
        });
      }
      if (given !== undefined) await storePassword(given);
      await kept.update(principal, settings, { password_changed: given !== undefined });
      return get();
    },

    /** Sends one mail; throws what the server said. */
    async send(recipients: readonly string[], message: AlertMessage): Promise<void> {
      const settings = kept.current();
      if (!settings) throw unset();
      const host = await egress.resolve(settings.host, { trusted: true });
      const pass = await password();
      const transport = nodemailer.createTransport({
        host,
        port: settings.port,
        secure: settings.security === 'tls',
        requireTLS: settings.security === 'starttls',
        ignoreTLS: settings.security === 'none',
        ...(isIP(settings.host) === 0 && { tls: { servername: settings.host } }),
        ...(settings.username !== '' && { auth: { user: settings.username, pass: pass ?? '' } }),
        connectionTimeout: waitMs,
        greetingTimeout: waitMs,
        socketTimeout: waitMs,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        await transport.sendMail({
          from: settings.sender,
          to: [...recipients],
          subject: headline(message, 'zh'),
          text: plainLines(message).join('\n'),
        });
      } finally {
        transport.close();
      }
    },
  };
}

export type Smtp = Awaited<ReturnType<typeof createSmtp>>;

function unset(): AppError {
  return new AppError('CONFLICT', {
    zh: '还没有设置邮件服务器，请在「告警 › 渠道」中设置',
    en: 'No mail server is set yet; set one under Alerts › Channels',
  });
}
