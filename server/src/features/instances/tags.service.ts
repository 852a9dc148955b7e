import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { conflict, notFound } from '../../platform/errors/app-error.ts';
import type { InstancesRepository, TagRow } from './instances.repository.ts';

const tagThing = { zh: '标签', en: 'Tag' };

/** The tags that instances carry; everybody sees the same ones. */
export function createTagsService({ instances, audit }: { instances: InstancesRepository; audit: Audit }) {
  async function requireFreeName(name: string, exceptId?: string): Promise<void> {
    const holder = await instances.tagByName(name);
    if (!holder || holder.id === exceptId) return;
    throw conflict('name', {
      zh: `已有标签「${name}」，请换一个名字`,
      en: `There is a tag "${name}" already; choose another name`,
    });
  }

  async function get(id: string): Promise<TagRow> {
    const tag = await instances.findTag(id);
    if (!tag) throw notFound(tagThing, id);
    return tag;
  }

  const record = (principal: Principal, action: string, tag: TagRow) =>
    audit.record(principal, { action, objectType: 'tag', objectId: tag.id, details: { name: tag.name } });

  return {
    list: instances.tags,

    async create(principal: Principal, { name, color }: { name: string; color: string }): Promise<TagRow> {
      await requireFreeName(name);
      const tag = await instances.tag(name, color);
      await record(principal, 'tag.created', tag);
      return tag;
    },

    async update(
      principal: Principal,
      id: string,
      changes: { name?: string; color?: string },
    ): Promise<TagRow> {
      const before = await get(id);
      if (changes.name !== undefined) await requireFreeName(changes.name, id);
      if (Object.keys(changes).length === 0) return before;
      const tag = await instances.updateTag(id, changes);
      if (!tag) throw notFound(tagThing, id);
      await record(principal, 'tag.updated', tag);
      return tag;
    },

    async remove(principal: Principal, id: string): Promise<void> {
      const tag = await get(id);
      await instances.removeTag(id);
      await record(principal, 'tag.deleted', tag);
    },
  };
}

export type TagsService = ReturnType<typeof createTagsService>;
