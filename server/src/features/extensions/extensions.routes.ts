import { type ExtensionDetail, extensionEndpoints } from '@sextant/contract/extensions';
import type { FastifyInstance } from 'fastify';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import { registerV1, Streamed } from '../../platform/http/v1-routes.ts';
import { parseInput } from '../../platform/http/validation.ts';
import { maskSecrets } from './extension-config.ts';
import type { ExtensionForms } from './extension-forms.ts';
import { detailJson, extensionJson, runDetailJson, runJson } from './extension-json.ts';
import { descriptionOf } from './extension-rules.ts';
import type { ExtensionRuns } from './extension-runs.service.ts';
import type { StoredExtension } from './extensions.repository.ts';
import type { ExtensionsService } from './extensions.service.ts';
import { readForm } from './multipart-form.ts';
import type { ResultContent } from './result-store.ts';
import { uploadFieldsSchema } from './upload-fields.ts';

/** A page of an extension may run its own scripts, but reaches neither the network nor the page that shows it. */
const pagePolicy = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  'font-src data:',
  'media-src data: blob:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');
const filePolicy = "sandbox; default-src 'none'";

/** API v1: `/extensions`, `/extension-runs` and `/extension-results`. */
export function registerExtensionRoutes(
  app: FastifyInstance,
  deps: {
    extensions: ExtensionsService;
    forms: ExtensionForms;
    runs: ExtensionRuns;
    userNames: (ids: readonly string[]) => Promise<Map<string, string>>;
  },
): void {
  const { extensions, forms, runs, userNames } = deps;

  async function detail(stored: StoredExtension, principal: Principal): Promise<ExtensionDetail> {
    const names = await userNames(stored.row.creator_id === null ? [] : [stored.row.creator_id]);
    return detailJson(stored, principal, names, extensions);
  }

  registerV1(app, extensionEndpoints, {
    async list({ principal, query: { q, enabled, show_in_home: showInHome, limit, offset } }) {
      const found = await extensions.list(principal, { q, enabled, showInHome });
      const page = found.slice(offset, offset + limit);
      const names = await userNames(page.flatMap(({ row }) => row.creator_id ?? []));
      return {
        extensions: page.map((stored) => extensionJson(stored, principal, names)),
        total: found.length,
        has_more: offset + limit < found.length,
      };
    },
    async upload({ principal, request, language }) {
      const { fields, files } = await readForm(request);
      const [file] = files;
      if (!file) throw noFile();
      const given = parseInput(uploadFieldsSchema, fields, language);
      const source = file.content.toString('utf8');
      return detail(
        await extensions.upload(principal, { filename: file.filename, source }, given),
        principal,
      );
    },
    get: async ({ principal, params }) => detail(await extensions.get(principal, params.id), principal),
    update: async ({ principal, params, body }) =>
      detail(await extensions.update(principal, params.id, body), principal),
    async remove({ principal, params }) {
      await extensions.remove(principal, params.id);
      return {};
    },
    async versions({ params }) {
      const { active, versions } = await extensions.versions(params.id);
      const names = await userNames(versions.flatMap((one) => one.author_id ?? []));
      return {
        versions: versions.map(({ author_id: author, extension_id: _, description: __, ...version }) => ({
          ...version,
          language: version.language as 'typescript' | 'javascript' | 'python',
          is_active: version.version === active,
          author: author === null ? null : (names.get(author) ?? null),
        })),
      };
    },
    saveSource: async ({ principal, params, body }) =>
      detail(await extensions.saveSource(principal, params.id, body), principal),
    activate: async ({ principal, params }) =>
      detail(await extensions.activate(principal, params.id, params.version), principal),
    async config({ principal, params }) {
      const stored = await extensions.get(principal, params.id);
      return {
        config: extensions.maskedConfig(stored),
        defaults: maskSecrets(descriptionOf(stored).defaults, descriptionOf(stored).secretFields),
        form: await forms.config(stored),
      };
    },
    saveConfig: async ({ principal, params, body }) => ({
      config: await extensions.saveConfig(principal, params.id, body.config),
    }),
    queryForm: async ({ principal, params }) => forms.query(await extensions.get(principal, params.id)),
    async run({ principal, params, body, signal, language }) {
      const details = body.wait
        ? await runs.run(principal, params.id, { params: body.params, signal })
        : await runs.start(principal, params.id, body.params);
      return runDetailJson(details, language);
    },
    async runWithFiles({ principal, params, request, signal, language }) {
      const { fields, files } = await readForm(request);
      return runDetailJson(await runs.run(principal, params.id, { params: fields, files, signal }), language);
    },
    async runs({ principal, params, query, language }) {
      const { rows, total, name } = await runs.list(principal, params.id, query);
      return {
        runs: rows.map((run) => runJson(run, name, language)),
        total,
        has_more: query.offset + rows.length < total,
      };
    },
    runDetail: async ({ principal, params, language }) =>
      runDetailJson(await runs.get(principal, params.id), language),
    async cancelRun({ principal, params }) {
      await runs.cancel(principal, params.id);
      return {};
    },
    download: async ({ principal, params }) => asDownload(await runs.content(principal, params.id)),
    async result({ params }) {
      const content = await runs.open(params.ticket);
      if (!content.isPage) return asDownload(content);
      return new Streamed(content.body, {
        'content-type': content.contentType,
        'content-security-policy': pagePolicy,
        'referrer-policy': 'no-referrer',
      });
    },
  });
}

function asDownload({ body, filename, contentType }: ResultContent): Streamed {
  const plain = filename.replace(/[^\x20-\x7e]|["\\]/g, '_');
  return new Streamed(body, {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(filename.toWellFormed())}`,
    'content-security-policy': filePolicy,
  });
}

function noFile(): AppError {
  return new AppError('BAD_REQUEST', {
    zh: '请求里没有扩展文件，请在 file 字段上传',
    en: 'The request holds no file; send it as "file"',
  });
}
