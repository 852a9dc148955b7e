const maxLength = 2_000;

/** A model's words without links, images, markup or control characters, so that showing them can do nothing. */
export function plainText(text: string, limit = maxLength): string {
  const plain = text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?[a-z!][^<>]{0,500}>/gi, '')
    .replace(/\bhttps?:\/\/\S+/gi, '')
    .replace(/```\w*/g, '')
    .replace(/[`*]{1,3}/g, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
  return plain.length > limit ? `${plain.slice(0, limit)}…` : plain;
}
