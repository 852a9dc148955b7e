import { z } from 'zod';
import { dataFileExtensions } from './data-files.ts';
import { defineEndpoints } from './endpoint.ts';

export const systemEndpoints = defineEndpoints({
  about: {
    method: 'GET',
    path: '/about',
    access: 'public',
    summary: '版本与登录页需要的信息 · Version and what the login page needs',
    data: z.object({
      name: z.literal('Sextant'),
      version: z.string(),
      file_extensions: z.array(z.enum(dataFileExtensions)),
    }),
  },
});
