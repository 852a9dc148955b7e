import { Readable } from 'node:stream';
import type { FileUpload, fileEndpoints } from '@sextant/contract/files';
import { AppError } from '../../platform/errors/app-error.ts';
import type { Handlers } from '../../platform/http/v1-routes.ts';
import { nameFromHeader } from './file-name.ts';
import type { FilePresenter } from './present-files.ts';
import type { UploadRow } from './uploads.repository.ts';
import type { UploadsService } from './uploads.service.ts';

const filesAtOnce = 100;

type UploadEndpoint =
  | 'upload'
  | 'beginUpload'
  | 'listUploads'
  | 'getUpload'
  | 'sendChunk'
  | 'finishUpload'
  | 'cancelUpload';

/** The part of `/files` by which files come. */
export function uploadHandlers(deps: {
  uploads: UploadsService;
  presenter: FilePresenter;
}): Pick<Handlers<typeof fileEndpoints>, UploadEndpoint> {
  const { uploads, presenter } = deps;
  return {
    async upload({ principal, query, request }) {
      const rows = [];
      const parts = request.files({ limits: { fileSize: Number.POSITIVE_INFINITY, files: filesAtOnce } });
      for await (const part of parts) {
        const input = {
          name: nameFromHeader(part.filename),
          parentId: query.parent_id ?? null,
          size: null,
          onConflict: query.on_conflict,
        };
        rows.push(await uploads.save(principal, input, part.file));
      }
      if (rows.length === 0) throw noFile();
      return { files: await presenter.present(principal, rows) };
    },

    async beginUpload({ principal, body }) {
      const { name, parent_id, size, on_conflict } = body;
      return present(
        await uploads.begin(principal, { name, parentId: parent_id, size, onConflict: on_conflict }),
      );
    },
    listUploads: async ({ principal }) => ({ uploads: (await uploads.list(principal)).map(present) }),
    getUpload: async ({ principal, params }) => present(await uploads.get(principal, params.id)),

    async sendChunk({ principal, params, query, request }) {
      // A body of no bytes is not handed over.
      const body = request.body instanceof Readable ? request.body : Readable.from([]);
      return present(await uploads.send(principal, params.id, query.offset, body));
    },
    async finishUpload({ principal, params, body }) {
      const row = await uploads.finish(principal, params.id, body.sha256);
      return presenter.one(principal, row, 'write');
    },
    async cancelUpload({ principal, params }) {
      await uploads.cancel(principal, params.id);
      return {};
    },
  };
}

function present(row: UploadRow): FileUpload {
  return {
    id: row.id,
    name: row.name,
    parent_id: row.parent_id,
    size: row.size ?? row.received,
    received: row.received,
    created_at: row.created_at,
    expires_at: row.expires_at,
  };
}

function noFile(): AppError {
  return new AppError('BAD_REQUEST', { zh: '请求里没有文件', en: 'The request holds no file' });
}
