import { AppError } from '../../platform/errors/app-error.ts';

const maxBytes = 255;
/** Characters that turn the reading direction, with which `exe.jpg` can be made of `gpj.exe`. */
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?$/iu;

const rules: { isBroken(name: string): boolean; zh: string; en: string }[] = [
  { isBroken: (name) => name.trim() === '', zh: '不能为空', en: 'it is empty' },
  {
    isBroken: (name) => name === '.' || name === '..',
    zh: '「.」和「..」不能用作名称',
    en: '"." and ".." are no names',
  },
  {
    isBroken: (name) => /[/\\]/.test(name),
    zh: '不能包含 / 或 \\，文件夹请另外新建',
    en: 'it holds / or \\; make folders by themselves',
  },
  {
    isBroken: (name) => /[\p{Cc}\u2028\u2029]/u.test(name),
    zh: '不能包含控制字符或换行',
    en: 'it holds control characters or line breaks',
  },
  {
    isBroken: (name) => !name.isWellFormed(),
    zh: '包含不完整的字符，请重新输入',
    en: 'it holds half a character; type it again',
  },
  {
    isBroken: (name) => directionMarks.test(name),
    zh: '包含改变书写方向的隐藏字符，可能伪装扩展名，请删除',
    en: 'it holds hidden characters that turn the reading direction and may disguise the ending; remove them',
  },
  {
    isBroken: (name) => reserved.test(name),
    zh: '是 Windows 的保留名称，请换一个',
    en: 'it is reserved by Windows; choose another one',
  },
  {
    isBroken: (name) => /[. ]$|^ /u.test(name),
    zh: '不能以空格开头，也不能以空格或句点结尾',
    en: 'it begins with a space, or ends with a space or a full stop',
  },
  {
    isBroken: (name) => Buffer.byteLength(name) > maxBytes,
    zh: `超过 ${maxBytes} 字节（一个汉字占 3 字节），请缩短`,
    en: `it is longer than ${maxBytes} bytes; shorten it`,
  },
];

/** The name as it is; throws 422 with the reason when some system could not keep it or people would misread it. */
export function checkName(name: string, field = 'name'): string {
  const broken = rules.find(({ isBroken }) => isBroken(name));
  if (!broken) return name;
  const shown = showName(name);
  const text = {
    zh: `名称「${shown}」不能用：${broken.zh}`,
    en: `The name "${shown}" cannot be used: ${broken.en}`,
  };
  throw new AppError('VALIDATION_ERROR', text, {
    details: { name: shown, fields: { [field]: [`${broken.zh} · ${broken.en}`] } },
  });
}

/** Two names in one place: `report.csv`, `report (2).csv`, … within the length that names may have. */
export function numberedName(name: string, number: number): string {
  if (number < 2) return name;
  const dot = name.lastIndexOf('.');
  const hasEnding = dot > 0 && name.length - dot <= 20;
  const ending = ` (${number})${hasEnding ? name.slice(dot) : ''}`;
  let stem = hasEnding ? name.slice(0, dot) : name;
  while (Buffer.byteLength(stem + ending) > maxBytes) stem = [...stem].slice(0, -1).join('');
  return stem + ending;
}

/** A name out of a multipart header: browsers send UTF-8, which the parser hands over as Latin-1. */
export function nameFromHeader(name: string): string {
  const bytes = Buffer.from(name, 'latin1');
  if (bytes.toString('latin1') !== name) return name;
  const decoded = bytes.toString('utf8');
  return decoded.includes('\ufffd') ? name : decoded;
}

function showName(name: string): string {
  const shown = name.toWellFormed().replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
  return shown.length > 80 ? `${shown.slice(0, 80).toWellFormed()}…` : shown;
}
